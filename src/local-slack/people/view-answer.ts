import { type Fields, fieldsAt, isFields, textAt } from '../fields.ts'
import { problemLine } from '../rules/problem.ts'
import { validateView } from '../rules/validate-view.ts'
import type { ServerState } from '../server-state.ts'
import type { View } from '../workspace/view.ts'
import { closeModal, openModal, replaceView } from '../workspace/views.ts'

/** The bot answered a modal with something Slack cannot show; people see "We had some trouble connecting". */
export class AnswerRefused extends Error {
  override readonly name = 'AnswerRefused'
}

const answeredView = (payload: Fields): Fields => {
  const view = fieldsAt(payload, 'view')
  const problems = validateView(view)
  if (!view || problems.length > 0) {
    throw new AnswerRefused(`Slack would refuse the view in the answer: ${problems.map(problemLine).join(' ')}`)
  }
  return view
}

const answeredErrors = (view: View, payload: Fields): Record<string, string> => {
  const errors = Object.entries(fieldsAt(payload, 'errors') ?? {}).map(([id, text]) => [id, String(text)] as const)
  const inputs = view.blocks.filter((block) => block['type'] === 'input').map((block) => textAt(block, 'block_id'))
  const unknown = errors.find(([id]) => !inputs.includes(id))
  if (unknown) throw new AnswerRefused(`Slack would refuse the error for "${unknown[0]}": no input has that block_id.`)
  return Object.fromEntries(errors)
}

/** Does with a sent modal what the bot's ack says; without a word it closes. */
export const applyViewAnswer = (state: ServerState, view: View, payload: unknown): void => {
  const { workspace } = state
  const answer = isFields(payload) ? payload : {}
  const action = answer['response_action']
  if (action === 'errors') {
    view.errors = answeredErrors(view, answer)
    workspace.changes.tell()
  } else if (action === 'update') replaceView(workspace, view, answeredView(answer))
  else if (action === 'push') openModal(workspace, view.user, answeredView(answer), true)
  else closeModal(workspace, view, action === 'clear')
}
