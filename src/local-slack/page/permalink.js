/** The place a permalink speaks of: `/archives/C…/p1732170000000100?thread_ts=…`; undefined for other addresses. */
export const readPermalink = ({ pathname, search }) => {
  const link = /^\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})$/.exec(pathname)
  if (!link) return undefined
  const [, channel, seconds, micros] = link
  return { channel, ts: `${seconds}.${micros}`, threadTs: new URLSearchParams(search).get('thread_ts') ?? undefined }
}
