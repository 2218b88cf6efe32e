import { type Fields, flagAt, textAt } from '../fields.ts'
import type { InputState } from '../workspace/view.ts'
import type { PlacedElement } from './elements-of.ts'

/** A modal that Slack's own page would not have sent: what is wrong, by block id. */
export class InputRefused extends Error {
  override readonly name = 'InputRefused'
  readonly errors: Record<string, string>

  constructor(errors: Record<string, string>) {
    super(
      `The modal was not sent: ${Object.entries(errors)
        .map(([id, text]) => `${id}: ${text}`)
        .join(' ')}`,
    )
    this.errors = errors
  }
}

const isEmpty = (entry: Fields | undefined): boolean =>
  Object.entries(entry ?? {}).every(
    ([key, value]) => key === 'type' || value === null || (Array.isArray(value) && value.length === 0),
  )

const lengthError = (element: Fields, value: string): string | undefined => {
  const least = Number(textAt(element, 'min_length') ?? 0)
  const most = Number(textAt(element, 'max_length') ?? Number.POSITIVE_INFINITY)
  if (value.length < least) return `Use at least ${least} characters.`
  return value.length > most ? `Use at most ${most} characters.` : undefined
}

const numberError = (element: Fields, value: string): string | undefined => {
  const number = Number(value)
  if (!Number.isFinite(number)) return 'Enter a number.'
  if (!flagAt(element, 'is_decimal_allowed') && !Number.isInteger(number)) return 'Enter a whole number.'
  const least = textAt(element, 'min_value')
  const most = textAt(element, 'max_value')
  if (least !== undefined && number < Number(least)) return `Enter ${least} or more.`
  return most !== undefined && number > Number(most) ? `Enter ${most} or less.` : undefined
}

const inputError = ({ block, element }: PlacedElement, entry: Fields | undefined): string | undefined => {
  if (block['type'] !== 'input') return undefined
  if (isEmpty(entry)) return flagAt(block, 'optional') ? undefined : 'This field is required.'
  const value = textAt(entry ?? {}, 'value')
  if (value === undefined) return undefined
  return element['type'] === 'number_input' ? numberError(element, value) : lengthError(element, value)
}

/** What keeps a modal from being sent, by block id; empty when it can go. */
export const inputErrors = (elements: PlacedElement[], state: InputState): Record<string, string> =>
  Object.fromEntries(
    elements.flatMap((placed) => {
      const actionId = textAt(placed.element, 'action_id') ?? ''
      const error = inputError(placed, state[placed.blockId]?.[actionId])
      return error ? [[placed.blockId, error]] : []
    }),
  )
