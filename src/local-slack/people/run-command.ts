import { isFields } from '../fields.ts'
import type { Person } from '../options.ts'
import { respond } from '../respond.ts'
import type { ServerState } from '../server-state.ts'
import { type Ack, DispatchFailed } from '../socket/delivery.ts'
import { whisper } from '../workspace/messages.ts'
import type { Channel } from '../workspace/workspace.ts'
import { escapeCommandText } from './command-text.ts'
import { commandPayload } from './payloads.ts'

const slackbot = 'USLACKBOT'

const tellFailure = (state: ServerState, person: Person, channel: Channel): void => {
  const command = state.options.command ?? '/migrate'
  const text = `\`${command}\` failed with the error "dispatch_failed".`
  whisper(state.workspace, person.id, { channel: channel.id, user: slackbot, text })
}

const answer = (state: ServerState, person: Person, channel: Channel, payload: unknown): void => {
  const said = typeof payload === 'string' ? { text: payload } : payload
  if (!isFields(said) || (!said['text'] && !said['blocks'])) return
  respond(state, { user: person.id, channel: channel.id }, said)
}

/** Sends a slash command without its name: `plan couch2pg-move`. Resolves when the bot acked. */
export const runCommand = async (state: ServerState, person: Person, channel: Channel, text: string): Promise<Ack> => {
  const payload = commandPayload(state, person, channel, escapeCommandText(state.workspace, text))
  try {
    const ack = await state.dispatcher.deliver('slash_commands', payload)
    answer(state, person, channel, ack.payload)
    return ack
  } catch (error) {
    if (error instanceof DispatchFailed) tellFailure(state, person, channel)
    throw error
  }
}
