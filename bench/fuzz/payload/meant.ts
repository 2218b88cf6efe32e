import { z } from 'zod'
import { decodeWindow } from '../../../src/slack/inbox/window-ref.ts'
import { decodeRef } from '../../../src/slack/ref.ts'
import type { Letter } from './stage.ts'

/** What a payload asks for, as far as it says so. */
export interface Meant {
  readonly user: string | undefined
  /** A typed line: it names its run by itself, or means that of its channel. */
  readonly line?: string | undefined
  readonly channel?: string | undefined
  readonly verb?: string | undefined
  readonly role?: string | undefined
  readonly ref?: About | undefined
}

interface About {
  readonly run: string
  readonly step?: string | undefined
  readonly revision?: number | undefined
  readonly role?: string | undefined
}

const text = z.string().optional().catch(undefined)
const id = z.object({ id: text }).catch({ id: undefined })
const Said = z.object({ user: text, text, channel: text }).optional().catch(undefined)
const Payload = z.object({
  user_id: text,
  text,
  channel_id: text,
  user: id,
  event: Said,
  actions: z
    .array(z.object({ action_id: text, value: text }))
    .optional()
    .catch(undefined),
  view: z.object({ callback_id: text, private_metadata: text }).optional().catch(undefined),
})

/** Reads a payload without trusting any part of it. */
export function meantBy({ payload }: Letter): Meant {
  const read = Payload.parse({ ...payload, user: payload['user'] ?? {} })
  const { event, view } = read
  if (event) return { user: event.user, line: event.text ?? '', channel: event.channel }
  if (view) {
    const metadata = view.private_metadata ?? ''
    const ref = decodeWindow(metadata)
    return {
      user: read.user.id,
      verb: view.callback_id?.split(':')[0],
      role: ref?.role,
      ref,
      line: ref ? undefined : metadata,
    }
  }
  const action = read.actions?.[0]
  if (!action) return { user: read.user_id, line: read.text ?? '', channel: read.channel_id }
  const [verb, role] = (action.action_id ?? '').split(':')
  return { user: read.user.id, verb, role, ref: decodeRef(action.value) }
}
