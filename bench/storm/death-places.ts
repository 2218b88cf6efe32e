import { z } from 'zod'

/** Names the place that a call of a port is, the same for the same thing in every life; undefined for a call that changes nothing. */
export type PlaceOf = (method: string, args: readonly unknown[]) => string | undefined

const Command = z.looseObject({ type: z.string(), step: z.string().optional(), role: z.string().optional() })
const Key = z.union([z.string(), z.looseObject({ key: z.string() }).transform(({ key }) => key)])

/** Every transaction of the journal: commands, and the notes of how far a log was read. */
export const journalPlace: PlaceOf = (method, [, second]) => {
  if (method === 'note')
    return `note ${z
      .string()
      .parse(second)
      .replace(/ [^-]+-/, ' ')}`
  if (method !== 'send' && method !== 'refused') return undefined
  const { type, step, role } = Command.parse(second)
  return [method, type, step, role].filter((word) => word !== undefined).join(' ')
}

const MAIL = ['put', 'putAgain', 'putMissing', 'trying', 'sent', 'refused', 'drawn', 'lost']

/** Every row of a letter, by its kind; those inside a transaction are in the middle of it. */
export const mailPlace: PlaceOf = (method, [first]) => {
  if (method === 'together' || method === 'receive') return method
  if (!MAIL.includes(method)) return undefined
  return `${method} ${Key.parse(first).split('/')[1] ?? ''}`.trim()
}

const ACTS = ['start', 'stop', 'peek', 'pause', 'resume']

/** Every act on a host and every look at one, by its job. */
export const hostPlace: PlaceOf = (method, [, second]) => {
  if (!ACTS.includes(method)) return undefined
  const id = z.union([z.string(), z.looseObject({ id: z.string() }).transform((job) => job.id)]).parse(second)
  return `${method} ${id.slice(id.indexOf('-') + 1)}`
}
