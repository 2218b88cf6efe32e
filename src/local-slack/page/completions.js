const maxShown = 8

/** The completions that fit what is typed so far; nothing once the text goes beyond them. */
export const completionsFor = (typed, all) => {
  if (!typed.startsWith('/')) return []
  const wanted = typed.toLowerCase()
  return all
    .filter(({ text }) => text.toLowerCase().startsWith(wanted) && text.toLowerCase() !== wanted.trim())
    .slice(0, maxShown)
}
