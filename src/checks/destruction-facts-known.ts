import { z } from 'zod'

const list = z.array(z.string())

/** Sessions of one program under one role, Drover's own left out. `hidden` are those whose state the login may not see. */
const client = z.object({
  program: z.string(),
  role: z.string().nullable(),
  sessions: z.number(),
  busy: z.number(),
  hidden: z.number(),
  addresses: z.number(),
})

export type Client = z.infer<typeof client>

/** What the server tells of a database without anybody entering it. Instants are ISO 8601. */
export const serverFacts = z.object({
  present: z.boolean(),
  login: z.string(),
  major: z.number(),
  size_bytes: z.coerce.number().nullable(),
  comment: z.string().nullable(),
  /** Sessions since the counters began, Drover's own among them; null before version 14. */
  sessions: z.coerce.number().nullable(),
  counted_since: z.string().nullable(),
  clients: z.array(client),
  slots: list,
  subscriptions: list,
  prepared: z.coerce.number(),
  may_connect: list,
  others: list,
  /** The last commit in any database of the server; null when the server does not keep the times of commits. */
  last_commit: z.string().nullable(),
})

export type ServerFacts = z.infer<typeof serverFacts>

const tableFacts = z.object({ table: z.string(), rows: z.number(), bytes: z.number() })

/** What a database holds. Rows are counted where that is cheap; otherwise they are what Postgres thinks. */
export const contents = z.object({
  rows: z.number(),
  exact: z.boolean(),
  tables: z.number(),
  biggest: z.array(tableFacts),
  /** Rows inserted, changed or deleted since the counters began. */
  written: z.number(),
  /** When the newest row that is still there was committed, where that is known. */
  newestRowAt: z.string().optional(),
  measuredAt: z.string(),
})

export type Contents = z.infer<typeof contents>

/** The copy that stays, as it is now. */
export type Copy =
  | { readonly is: 'there'; readonly sizeBytes: number; readonly contents: Contents }
  | { readonly is: 'missing' }

/** Everything that was found out about a database that is to be dropped. */
export interface Known {
  readonly run: string
  readonly server: ServerFacts
  /** Undefined for a database that was set aside and looked at before: nobody enters it, Drover neither. */
  readonly contents?: Contents | undefined
  readonly pointers: readonly string[]
  /** Databases that could not be looked into for pointers. */
  readonly unseen: readonly string[]
  readonly copy?: Copy | undefined
}
