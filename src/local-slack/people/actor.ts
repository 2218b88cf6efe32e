import type { ServerState } from '../server-state.ts'
import type { Ack } from '../socket/delivery.ts'
import type { Message } from '../workspace/message.ts'
import type { View } from '../workspace/view.ts'
import { modalsOf } from '../workspace/views.ts'
import { type ClickOptions, click, type Where } from './click.ts'
import type { Chosen } from './element-state.ts'
import { closeView, submitModal } from './modal.ts'
import { needChannel, needPerson } from './place.ts'
import { runCommand } from './run-command.ts'
import { inviteBot, leave, openHome, say, unarchive } from './talk.ts'

/**
 * What one person can do and see. Acts resolve when the bot acked and reject with DispatchFailed when it did not
 * within three seconds.
 */
export interface Actor {
  /** `text` is what follows the command's name. */
  command(channel: string, text: string): Promise<Ack>
  click(where: Where, actionId: string, options?: ClickOptions): Promise<Ack>
  submit(viewId: string, values: Record<string, Chosen>): Promise<Ack>
  closeView(viewId: string): Promise<void>
  openHome(): Promise<Ack>
  /** Writes `@bot text`; undefined when the bot is not in the channel and hears nothing. */
  mention(channel: string, text: string, threadTs?: string): Promise<Ack | undefined>
  say(channel: string, text: string, threadTs?: string): Promise<Ack | undefined>
  invite(channel: string): Promise<Ack>
  /** Brings an archived channel back; resolves when the bot acked the event. */
  unarchive(channel: string): Promise<Ack>
  /** Goes out of a channel, and out of every role that is looked up there. */
  leave(channel: string): void
  /** The modal on top. */
  view(): View | undefined
  home(): View | undefined
  ephemerals(channel?: string): Message[]
}

/** The person with that id or name, ready to act. */
export const createActor = (state: ServerState, idOrName: string): Actor => {
  const { workspace } = state
  const person = needPerson(state, idOrName)
  const place = (name: string) => needChannel(state, person, name)
  return {
    command: async (channel, text) => runCommand(state, person, place(channel), text),
    click: (where, actionId, options) => click(state, person, where, actionId, options),
    submit: (viewId, values) => submitModal(state, person, viewId, values),
    closeView: (viewId) => closeView(state, person, viewId),
    openHome: () => openHome(state, person),
    mention: async (channel, text, threadTs) =>
      say(state, person, place(channel), `<@${workspace.bot.userId}> ${text}`, threadTs),
    say: async (channel, text, threadTs) => say(state, person, place(channel), text, threadTs),
    unarchive: async (channel) => unarchive(state, person, place(channel)),
    leave: (channel) => leave(state, person, place(channel)),
    invite: async (channel) => inviteBot(state, person, place(channel)),
    view: () => modalsOf(workspace, person.id).at(-1),
    home: () => workspace.homes.get(person.id),
    ephemerals: (channel) =>
      workspace.ephemerals.filter(
        (message) =>
          message.ephemeralFor === person.id && (channel === undefined || message.channel === place(channel).id),
      ),
  }
}
