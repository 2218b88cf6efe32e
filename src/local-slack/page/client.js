/** Who and what there is in the workspace. */
export const getWorkspace = async () => (await fetch('/_page/workspace')).json()

/** Follows what a person sees; the answer ends that. `onLost` hears whether the server is away. */
export const follow = (person, onNews, onLost) => {
  const stream = new EventSource(`/_page/news?as=${encodeURIComponent(person)}`)
  stream.onmessage = (event) => {
    onLost(false)
    onNews(JSON.parse(event.data))
  }
  stream.onerror = () => onLost(true)
  return () => stream.close()
}

/** Does something as a person: `{ do, as, … }`. The answer says whether the bot took it. */
export const act = async (what) => {
  try {
    const response = await fetch('/_page/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(what),
    })
    return await response.json()
  } catch {
    return { ok: false, error: 'The local Slack does not answer. Start it again, then reload this page.' }
  }
}
