import { z } from 'zod'

const ViewBody = z.looseObject({
  id: z.string(),
  hash: z.string().optional(),
  callback_id: z.string(),
  private_metadata: z.string(),
  state: z.looseObject({ values: z.record(z.string(), z.record(z.string(), z.unknown())) }),
})

/** A slash command, as Slack sends it. */
export const CommandBody = z.looseObject({
  text: z.string().default(''),
  user_id: z.string(),
  channel_id: z.string(),
  trigger_id: z.string(),
})

/** A click on something in a message, a window or the App Home. */
export const ClickBody = z.looseObject({
  user: z.looseObject({ id: z.string() }),
  trigger_id: z.string(),
  channel: z.looseObject({ id: z.string() }).optional(),
  container: z.looseObject({ message_ts: z.string().optional(), thread_ts: z.string().optional() }).optional(),
  actions: z
    .array(
      z.looseObject({
        type: z.string(),
        action_id: z.string(),
        value: z.string().optional(),
        url: z.string().optional(),
      }),
    )
    .min(1),
})

/** A window that was sent. */
export const SubmissionBody = z.looseObject({ user: z.looseObject({ id: z.string() }), view: ViewBody })

/** A mention of the bot, with the envelope's id. */
export const MentionBody = z.looseObject({
  event_id: z.string(),
  event: z.looseObject({
    user: z.string(),
    text: z.string().default(''),
    channel: z.string(),
    ts: z.string(),
    thread_ts: z.string().optional(),
  }),
})

/** Somebody opened the App Home. */
export const HomeBody = z.looseObject({
  event_id: z.string(),
  event: z.looseObject({ user: z.string(), tab: z.string().optional() }),
})

/** Somebody, perhaps the bot, came into a channel. */
export const JoinedBody = z.looseObject({
  event_id: z.string(),
  event: z.looseObject({ user: z.string(), channel: z.string() }),
})

/** A channel came back. */
export const UnarchivedBody = z.looseObject({
  event_id: z.string(),
  event: z.looseObject({ channel: z.string() }),
})

export type CommandBody = z.infer<typeof CommandBody>
export type ClickBody = z.infer<typeof ClickBody>
export type SubmissionBody = z.infer<typeof SubmissionBody>
export type MentionBody = z.infer<typeof MentionBody>

const Input = z.looseObject({
  value: z.string().nullish(),
  selected_option: z.looseObject({ value: z.string() }).nullish(),
})

/** What was put into a window, by action_id; what was left empty is left out. */
export function inputsOf({ view }: SubmissionBody): Readonly<Record<string, string>> {
  const entries = Object.values(view.state.values).flatMap((block) => Object.entries(block))
  return Object.fromEntries(
    entries.flatMap(([name, state]) => {
      const input = Input.safeParse(state)
      const value = input.success ? (input.data.selected_option?.value ?? input.data.value) : undefined
      return value === undefined || value === null || value === '' ? [] : [[name, value]]
    }),
  )
}
