import { type Fields, fieldsAt, textAt } from '../fields.ts'
import type { Person } from '../options.ts'
import type { ServerState } from '../server-state.ts'
import type { Ack } from '../socket/delivery.ts'
import { wireMessage } from '../wire/wire-message.ts'
import { wireView } from '../wire/wire-view.ts'
import type { Message } from '../workspace/message.ts'
import { findMessage } from '../workspace/messages.ts'
import type { View } from '../workspace/view.ts'
import { findView } from '../workspace/views.ts'
import { type Chosen, chosenFrom, elementState, optionOf, stateOf } from './element-state.ts'
import { elementsOf, type PlacedElement } from './elements-of.ts'
import { actionsPayload, channelName } from './payloads.ts'
import { needChannel } from './place.ts'

/** What is clicked on: a message, or an open modal or Home. */
export type Where = { channel: string; ts: string } | { viewId: string }

/** How it is clicked. */
export interface ClickOptions {
  blockId?: string
  /** The text or date put in; for a button, the value it had when the person saw it. */
  value?: string
  /** The value of the option that is chosen. */
  option?: string | string[]
  /** What stands in the modal's other inputs meanwhile. */
  values?: Record<string, Chosen>
}

const find = (blocks: Fields[], actionId: string, options: ClickOptions): PlacedElement => {
  const elements = elementsOf(blocks)
  const placed = elements.find(
    ({ element, blockId }) =>
      element['action_id'] === actionId && (options.blockId === undefined || options.blockId === blockId),
  )
  if (placed) return placed
  if (options.value !== undefined) return oldButton(actionId, options)
  const known = elements.map(({ element }) => textAt(element, 'action_id')).join(', ') || 'nothing'
  throw new Error(`There is no "${actionId}" to click here; there is: ${known}.`)
}

// A page that was not drawn anew yet can send a click on a button that is gone by now.
const oldButton = (actionId: string, options: ClickOptions): PlacedElement => ({
  blockId: options.blockId ?? 'old',
  block: {},
  element: { type: 'button', action_id: actionId, text: { type: 'plain_text', text: actionId, emoji: true } },
})

const chosenOf = (options: ClickOptions): Chosen => options.option ?? options.value ?? ''

const actionOf = ({ blockId, element }: PlacedElement, options: ClickOptions): Fields => {
  const base = { type: element['type'], action_id: element['action_id'], block_id: blockId }
  if (element['type'] === 'overflow') return { ...base, selected_option: optionOf(element, String(chosenOf(options))) }
  const state = elementState(element, chosenOf(options))
  if (state) return { ...base, ...state }
  const value = options.value ?? textAt(element, 'value')
  return { ...base, text: fieldsAt(element, 'text'), ...(value === undefined ? {} : { value }) }
}

const keep = (placed: PlacedElement, options: ClickOptions) => (other: PlacedElement) =>
  other.element === placed.element && elementState(placed.element) ? chosenOf(options) : undefined

const onMessage = (
  state: ServerState,
  person: Person,
  message: Message,
  placed: PlacedElement,
  options: ClickOptions,
) => {
  const { workspace } = state
  const channel = needChannel(state, person, message.channel)
  const key = `${message.channel} ${message.ts} ${person.id}`
  const values = stateOf(elementsOf(message.blocks), workspace.choices.get(key) ?? {}, keep(placed, options))
  workspace.choices.set(key, values)
  const about = { user: person.id, channel: channel.id, messageTs: message.ts }
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: message.ephemeralFor !== undefined,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    channel: { id: channel.id, name: channelName(channel) },
    ...(message.ephemeralFor ? {} : { message: wireMessage(workspace, message, true) }),
    state: { values },
    response_url: state.responseUrls.make(message.threadTs ? { ...about, threadTs: message.threadTs } : about),
  }
}

const onView = (state: ServerState, view: View, placed: PlacedElement, options: ClickOptions) => {
  const typed = chosenFrom(options.values ?? {})
  const chosen = keep(placed, options)
  view.state = stateOf(elementsOf(view.blocks), view.state, (other) => chosen(other) ?? typed(other))
  return { container: { type: 'view', view_id: view.id }, view: wireView(state.workspace, view) }
}

const seen = (state: ServerState, person: Person, where: { channel: string; ts: string }): Message => {
  const channel = needChannel(state, person, where.channel)
  const message = findMessage(state.workspace, channel.id, where.ts)
  if (message && (message.ephemeralFor === undefined || message.ephemeralFor === person.id)) return message
  throw new Error(`${person.displayName} sees no message ${where.ts} in #${channel.name}.`)
}

/** Clicks a button or chooses an option. Resolves when the bot acked. */
export const click = async (
  state: ServerState,
  person: Person,
  where: Where,
  actionId: string,
  options: ClickOptions = {},
): Promise<Ack> => {
  if ('viewId' in where) {
    const view = findView(state.workspace, where.viewId)
    if (!view || view.user !== person.id) throw new Error(`${person.displayName} has no view ${where.viewId} open.`)
    const placed = find(view.blocks, actionId, options)
    const part = onView(state, view, placed, options)
    return state.dispatcher.deliver('interactive', actionsPayload(state, person, part, actionOf(placed, options)))
  }
  const message = seen(state, person, where)
  const placed = find(message.blocks, actionId, options)
  const part = onMessage(state, person, message, placed, options)
  return state.dispatcher.deliver('interactive', actionsPayload(state, person, part, actionOf(placed, options)))
}
