import { type Fields, fieldsAt, rowsAt, textAt } from '../fields.ts'
import type { InputState } from '../workspace/view.ts'
import type { PlacedElement } from './elements-of.ts'

/** What a person puts into an element: the text, or the values of options. */
export type Chosen = string | string[]

const optionsOf = (element: Fields): Fields[] => [
  ...rowsAt(element, 'options'),
  ...rowsAt(element, 'option_groups').flatMap((group) => rowsAt(group, 'options')),
]

const labelOf = (option: Fields): string => textAt(fieldsAt(option, 'text') ?? {}, 'text') ?? ''

/** The option with that value or label; throws a sentence with the ones there are. */
export const optionOf = (element: Fields, wanted: string): Fields => {
  const options = optionsOf(element)
  const option = options.find((one) => textAt(one, 'value') === wanted || labelOf(one) === wanted)
  if (option) return option
  const known = options.map((one) => textAt(one, 'value')).join(', ')
  throw new Error(`"${textAt(element, 'action_id')}" has no option "${wanted}"; it has: ${known}.`)
}

const asList = (chosen: Chosen): string[] => (Array.isArray(chosen) ? chosen : [chosen])
const asText = (chosen: Chosen): string => (Array.isArray(chosen) ? (chosen[0] ?? '') : chosen)

type Reader = (element: Fields, chosen: Chosen | undefined) => Fields

const typed: Reader = (element, chosen) => {
  const value = chosen === undefined ? textAt(element, 'initial_value') : asText(chosen)
  return { value: value === undefined || value === '' ? null : value }
}
const oneOption: Reader = (element, chosen) => ({
  selected_option:
    chosen === undefined
      ? (element['initial_option'] ?? null)
      : asText(chosen) === ''
        ? null
        : optionOf(element, asText(chosen)),
})
const manyOptions: Reader = (element, chosen) => ({
  selected_options:
    chosen === undefined ? rowsAt(element, 'initial_options') : asList(chosen).map((value) => optionOf(element, value)),
})
const one =
  (key: string, initialKey: string): Reader =>
  (element, chosen) => ({ [key]: (chosen === undefined ? element[initialKey] : asText(chosen)) ?? null })
const many =
  (key: string, initialKey: string): Reader =>
  (element, chosen) => ({ [key]: (chosen === undefined ? element[initialKey] : asList(chosen)) ?? [] })

const readers: Record<string, Reader> = {
  plain_text_input: typed,
  number_input: typed,
  email_text_input: typed,
  url_text_input: typed,
  static_select: oneOption,
  external_select: oneOption,
  radio_buttons: oneOption,
  checkboxes: manyOptions,
  multi_static_select: manyOptions,
  users_select: one('selected_user', 'initial_user'),
  channels_select: one('selected_channel', 'initial_channel'),
  conversations_select: one('selected_conversation', 'initial_conversation'),
  multi_users_select: many('selected_users', 'initial_users'),
  datepicker: one('selected_date', 'initial_date'),
  timepicker: one('selected_time', 'initial_time'),
  datetimepicker: one('selected_date_time', 'initial_date_time'),
}

/** An element's entry in `state.values`; undefined for buttons and menus, which keep no state. */
export const elementState = (element: Fields, chosen?: Chosen): Fields | undefined => {
  const type = textAt(element, 'type') ?? ''
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined
  return read ? { type, ...read(element, chosen) } : undefined
}

/** What stands in all elements: what was chosen, else what stood there before, else what they started with. */
export const stateOf = (
  elements: PlacedElement[],
  before: InputState,
  chosenFor: (placed: PlacedElement) => Chosen | undefined = () => undefined,
): InputState => {
  const state: InputState = {}
  for (const placed of elements) {
    const actionId = textAt(placed.element, 'action_id') ?? ''
    const chosen = chosenFor(placed)
    const kept = chosen === undefined ? before[placed.blockId]?.[actionId] : undefined
    const entry = kept ?? elementState(placed.element, chosen)
    if (entry) state[placed.blockId] = { ...state[placed.blockId], [actionId]: entry }
  }
  return state
}

/** Values by action id, or by `block id/action id` where an action id stands twice. */
export const chosenFrom =
  (values: Record<string, Chosen>) =>
  ({ blockId, element }: PlacedElement): Chosen | undefined => {
    const actionId = textAt(element, 'action_id') ?? ''
    return values[`${blockId}/${actionId}`] ?? values[actionId]
  }
