import { z } from 'zod'

const RefSchema = z.strictObject({
  run: z.string().min(1),
  step: z.string().optional(),
  attempt: z.int().optional(),
  revision: z.int().optional(),
  role: z.string().optional(),
  card: z.string(),
})

/** What a button is about. `card` is the key of the letter it stands in; `revision` is the gate's, `attempt` the step's. */
export interface Ref {
  readonly run: string
  readonly step?: string | undefined
  readonly attempt?: number | undefined
  readonly revision?: number | undefined
  readonly role?: string | undefined
  readonly card: string
}

/** The opaque value of a button. Slack allows 2,000 characters. */
export function encodeRef(ref: Ref): string {
  return Buffer.from(JSON.stringify(ref)).toString('base64url')
}

/** Undefined when the text is not one of ours: an old message, another program, or somebody trying things out. */
export function decodeRef(text: string | undefined): Ref | undefined {
  try {
    const parsed = RefSchema.safeParse(JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8')))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
