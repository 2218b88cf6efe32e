import { z } from 'zod'

/** Postgres cuts longer names without a word. */
const NAME_MAX_BYTES = 63
/** Run ids have 6 letters; there is room for more. */
const RUN_MAX_BYTES = 12

/** How the name of a database begins that a run sets aside; the run's id and `_gone` follow. Never cut inside a letter. */
export function asidePrefix(database: string): string {
  const room = NAME_MAX_BYTES - RUN_MAX_BYTES - Buffer.byteLength('_drover__gone')
  const letters = [...database]
  const fitting = letters.findLastIndex((_, index) => Buffer.byteLength(letters.slice(0, index + 1).join('')) <= room)
  return `${letters.slice(0, fitting + 1).join('')}_drover_`
}

/** What the comment of a database says that a run set aside: whose it is, and all that is needed to put it back. */
export interface QuarantineMark {
  readonly run: string
  /** Its name before. */
  readonly was: string
  /** When it was set aside, ISO 8601; missing when that was broken off. */
  readonly at?: string | undefined
  /** Postgres' count of its sessions when it was set aside, and since when that counts; null on a server that keeps none. */
  readonly sessions?: number | null | undefined
  readonly countedSince?: string | null | undefined
}

const body = z.object({
  was: z.string(),
  at: z.string().optional(),
  sessions: z.number().nullable().optional(),
  countedSince: z.string().nullable().optional(),
})

/** Reads a database's comment; undefined when it is not such a mark. */
export function readMark(comment: string | null): QuarantineMark | undefined {
  const [, run, json] = /^drover (\S+) quarantine (\{.*\})$/s.exec(comment ?? '') ?? []
  if (run === undefined || json === undefined) return undefined
  const read = body.safeParse(parsed(json))
  return read.success ? { run, ...read.data } : undefined
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
