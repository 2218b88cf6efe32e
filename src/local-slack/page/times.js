const dayMs = 86_400_000

const spell = (date, options, zone) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }).format(date)

const dayOf = (date, zone) => spell(date, { year: 'numeric', month: '2-digit', day: '2-digit' }, zone)

const prettyDay = (date, now, zone, otherwise) => {
  const days = [
    [0, 'today'],
    [-1, 'yesterday'],
    [1, 'tomorrow'],
  ]
  const near = days.find(([offset]) => dayOf(date, zone) === dayOf(new Date(now.getTime() + offset * dayMs), zone))
  return near ? near[1] : otherwise
}

/** How long ago, in a few words: `just now`, `5 min ago`, `3 h ago`, `2 days ago`. */
export const ago = (date, now = new Date()) => {
  const minutes = Math.floor((now.getTime() - date.getTime()) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`
  const days = Math.floor(minutes / (24 * 60))
  return days === 1 ? '1 day ago' : `${days} days ago`
}

const short = { day: 'numeric', month: 'short', year: 'numeric' }
const long = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }

const parts = {
  date_num: (date, _now, zone) => dayOf(date, zone).split('/').reverse().join('-'),
  date_slash: (date, _now, zone) => dayOf(date, zone),
  date: (date, _now, zone) => spell(date, { ...short, month: 'long' }, zone),
  date_short: (date, _now, zone) => spell(date, short, zone),
  date_long: (date, _now, zone) => spell(date, long, zone),
  date_pretty: (date, now, zone) => prettyDay(date, now, zone, parts.date(date, now, zone)),
  date_short_pretty: (date, now, zone) => prettyDay(date, now, zone, parts.date_short(date, now, zone)),
  date_long_pretty: (date, now, zone) => prettyDay(date, now, zone, parts.date_long(date, now, zone)),
  time: (date, _now, zone) => spell(date, { hour: '2-digit', minute: '2-digit' }, zone),
  time_secs: (date, _now, zone) => spell(date, { hour: '2-digit', minute: '2-digit', second: '2-digit' }, zone),
  ago: (date, now) => ago(date, now),
}

/** A date in Slack's format words, such as `{date_short_pretty} {time}`; in the reader's time zone unless told. */
export const formatDate = (unixSeconds, format, { now = new Date(), zone = undefined } = {}) =>
  format.replace(/\{([a-z_]+)\}/g, (written, name) =>
    Object.hasOwn(parts, name) ? parts[name](new Date(unixSeconds * 1000), now, zone) : written,
  )

/** The instant of a message by its ts. */
export const dateOfTs = (ts) => new Date(Number(ts) * 1000)

/** An instant in full, for tooltips. */
export const fullDate = (date) => spell(date, { ...long, hour: '2-digit', minute: '2-digit', second: '2-digit' })
