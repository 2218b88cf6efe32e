/** Characters that cannot be seen or that turn the text around them; those that join emoji and letters are not among them. */
const HIDDEN = /[\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/

/** What Slack would act on in text that it reads as mark-up, and hidden characters anywhere; each as a sentence. */
export function wrongIn(value: unknown, known: readonly string[]): readonly string[] {
  if (typeof value === 'string')
    return HIDDEN.test(value) ? [`a hidden character in ${JSON.stringify(around(value, HIDDEN))}`] : []
  if (Array.isArray(value)) return value.flatMap((one) => wrongIn(one, known))
  if (!isFields(value)) return []
  const own = [...(value['type'] === 'mrkdwn' ? wrongMarkup(String(value['text']), known) : []), ...wrongElement(value)]
  return [...own, ...Object.values(value).flatMap((one) => wrongIn(one, known))]
}

function wrongMarkup(text: string, known: readonly string[]): readonly string[] {
  const calls = text.match(/<!(?!date\^)[^>]*>?/)
  const mentions = [...text.matchAll(/<@([^>|]*)/g)].filter(([, id = '']) => !known.includes(id))
  const links = text.match(/<(?:https?|mailto|tel):[^>]*>?/)
  return [calls?.[0], mentions[0]?.[0], links?.[0]].flatMap((found) =>
    found === undefined ? [] : [`${found} in "${text.slice(0, 200)}"`],
  )
}

/** Elements of rich text that call people or lead away. */
function wrongElement({ type }: Readonly<Record<string, unknown>>): readonly string[] {
  return ['user', 'usergroup', 'broadcast', 'link', 'channel'].includes(String(type))
    ? [`an element of type ${type}`]
    : []
}

function around(text: string, pattern: RegExp): string {
  const at = text.search(pattern)
  return text.slice(Math.max(0, at - 30), at + 30)
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
