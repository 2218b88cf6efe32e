import { z } from 'zod'

const WindowSchema = z.strictObject({
  run: z.string(),
  step: z.string().optional(),
  attempt: z.int().optional(),
  revision: z.int().optional(),
  role: z.string().optional(),
  confirm: z.string().optional(),
  channel: z.string().optional(),
  threadTs: z.string().optional(),
})

/**
 * What a window has to know when it comes back: what it is about, the name that has to be typed, and where the person
 * clicked, since Slack does not say so again.
 */
export type WindowRef = z.infer<typeof WindowSchema>

/** The private_metadata of a window. */
export function encodeWindow(ref: WindowRef): string {
  return JSON.stringify(ref)
}

/** Undefined when the text is not one of ours. */
export function decodeWindow(text: string): WindowRef | undefined {
  try {
    const parsed = WindowSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
