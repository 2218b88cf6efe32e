import type { Person } from '../options.ts'
import type { ServerState } from '../server-state.ts'
import type { Ack } from '../socket/delivery.ts'
import type { View } from '../workspace/view.ts'
import { closeModal, modalsOf } from '../workspace/views.ts'
import { type Chosen, chosenFrom, stateOf } from './element-state.ts'
import { elementsOf } from './elements-of.ts'
import { InputRefused, inputErrors } from './input-errors.ts'
import { closedPayload, submissionPayload } from './payloads.ts'
import { applyViewAnswer } from './view-answer.ts'

const openView = (state: ServerState, person: Person, viewId: string): View => {
  const view = modalsOf(state.workspace, person.id).find((open) => open.id === viewId)
  if (!view) throw new Error(`${person.displayName} has no modal ${viewId} open.`)
  return view
}

/** Fills in a modal and sends it. Rejects with InputRefused when Slack's page would not send it. */
export const submitModal = async (
  state: ServerState,
  person: Person,
  viewId: string,
  values: Record<string, Chosen>,
): Promise<Ack> => {
  const view = openView(state, person, viewId)
  const elements = elementsOf(view.blocks)
  view.state = stateOf(elements, view.state, chosenFrom(values))
  view.errors = inputErrors(elements, view.state)
  state.workspace.changes.tell()
  if (Object.keys(view.errors).length > 0) throw new InputRefused(view.errors)
  const ack = await state.dispatcher.deliver('interactive', submissionPayload(state, person, view))
  applyViewAnswer(state, modalsOf(state.workspace, person.id).find((open) => open.id === viewId) ?? view, ack.payload)
  return ack
}

/** Closes a modal without sending it; the bot hears of it when it asked to. */
export const closeView = async (state: ServerState, person: Person, viewId: string): Promise<void> => {
  const view = openView(state, person, viewId)
  closeModal(state.workspace, view, view.clearOnClose)
  if (!view.notifyOnClose) return
  await state.dispatcher.deliver('interactive', closedPayload(state, person, view, view.clearOnClose))
}
