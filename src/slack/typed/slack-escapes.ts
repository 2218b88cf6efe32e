const ESCAPE = /<([@#]|!subteam\^|!|)([^<>|]+)(?:\|([^<>]*))?>/g
const WHOLE = /^<([@#]|!subteam\^)([^<>|]+)(?:\|[^<>]*)?>$/

/**
 * Plain text of what Slack sends (https://docs.slack.dev/messaging/formatting-message-text): a word that is one
 * person, channel or group becomes its id; inside longer text they keep their name; links become their address.
 */
export function plainText(text: string): string {
  const whole = WHOLE.exec(text)?.[2]
  return unescapeEntities(whole ?? text.replaceAll(ESCAPE, spoken))
}

function spoken(whole: string, sign: string, id: string, label: string | undefined): string {
  if (sign === '@' || sign === '#') return `${sign}${label || id}`
  if (sign === '!subteam^') return label || `@${id}`
  if (sign === '!') return label || `@${id.split('^')[0]}`
  if (/^(mailto|tel):/.test(id)) return label || id.replace(/^(mailto|tel):/, '')
  return /^https?:/.test(id) ? id : whole
}

function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
