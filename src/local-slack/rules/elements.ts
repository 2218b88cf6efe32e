import { anything, both, byType, flag, list, number, rule, shape, text, word } from './checks.ts'
import { LIMITS } from './limits.ts'
import type { Check } from './problem.ts'
import { anyText, mrkdwn, plainText } from './text-objects.ts'

const actionId = { action_id: text(LIMITS.actionId) }
const colour = word('primary', 'danger')
const confirm = shape(
  { text: anyText(LIMITS.confirmText) },
  {
    title: plainText(LIMITS.confirmTitle),
    confirm: plainText(LIMITS.confirmButton),
    deny: plainText(LIMITS.confirmButton),
    style: colour,
  },
)
const focus = { focus_on_load: flag }
const placeholder = { placeholder: plainText(LIMITS.placeholder) }
const dispatch = { dispatch_action_config: anything }

const optionShape = (words: (max: number) => Check): Check =>
  shape(
    { text: words(LIMITS.optionText) },
    { value: text(LIMITS.optionValue), url: text(LIMITS.url), description: words(LIMITS.optionDescription) },
  )
const plainOption = optionShape(plainText)
const richOption = optionShape(anyText)

const eitherOptions = rule((select) =>
  (select['options'] === undefined) === (select['option_groups'] === undefined)
    ? 'must provide exactly one of options and option_groups'
    : undefined,
)
const group = shape({ label: plainText(LIMITS.optionText), options: list(plainOption, LIMITS.selectOptions) })
const choices = {
  options: list(plainOption, LIMITS.selectOptions),
  option_groups: list(group, LIMITS.optionGroups),
}
const select = { ...actionId, confirm, ...focus, ...placeholder }
const several = { ...select, max_selected_items: number(1) }
const anyValue = { response_url_enabled: flag, default_to_current_conversation: flag, filter: anything }

/** An image shown beside text or in a context line. */
export const imageElement: Check = both(
  shape({ alt_text: text(LIMITS.imageAlt) }, { image_url: text(LIMITS.url), slack_file: anything }),
  rule((image) =>
    (image['image_url'] === undefined) === (image['slack_file'] === undefined)
      ? 'must provide exactly one of image_url and slack_file'
      : undefined,
  ),
)

const words = { initial_value: text(LIMITS.inputText, 0), ...actionId, ...focus, ...placeholder, ...dispatch }

/** A button; also the only element a card may hold. */
export const button: Check = shape(
  { text: plainText(LIMITS.buttonText) },
  {
    ...actionId,
    value: text(LIMITS.buttonValue),
    url: text(LIMITS.url),
    style: colour,
    confirm,
    accessibility_label: text(LIMITS.accessibilityLabel),
  },
)

const clickable: Record<string, Check> = {
  button,
  overflow: shape({ options: list(plainOption, LIMITS.overflowOptions) }, { ...actionId, confirm }),
  checkboxes: shape(
    { options: list(richOption, LIMITS.choiceOptions) },
    { ...actionId, confirm, ...focus, initial_options: list(richOption) },
  ),
  radio_buttons: shape(
    { options: list(richOption, LIMITS.choiceOptions) },
    { ...actionId, confirm, ...focus, initial_option: richOption },
  ),
  static_select: both(shape({}, { ...select, ...choices, initial_option: plainOption }), eitherOptions),
  multi_static_select: both(shape({}, { ...several, ...choices, initial_options: list(plainOption) }), eitherOptions),
  external_select: shape({}, { ...select, min_query_length: number(0), initial_option: plainOption }),
  users_select: shape({}, { ...select, initial_user: text(255) }),
  multi_users_select: shape({}, { ...several, initial_users: list(text(255)) }),
  channels_select: shape({}, { ...select, ...anyValue, initial_channel: text(255) }),
  conversations_select: shape({}, { ...select, ...anyValue, initial_conversation: text(255) }),
  datepicker: shape({}, { ...select, initial_date: text(10) }),
  timepicker: shape({}, { ...select, initial_time: text(5), timezone: text(100) }),
  datetimepicker: shape({}, { ...actionId, confirm, ...focus, initial_date_time: number(0) }),
}

const typed: Record<string, Check> = {
  plain_text_input: shape(
    {},
    { ...words, multiline: flag, min_length: number(0, LIMITS.inputText), max_length: number(1, LIMITS.inputText) },
  ),
  number_input: shape(
    { is_decimal_allowed: flag },
    { ...words, min_value: text(LIMITS.inputText), max_value: text(LIMITS.inputText) },
  ),
  email_text_input: shape({}, words),
  url_text_input: shape({}, words),
  rich_text_input: shape({}, { ...words, initial_value: anything, min_lines: number(1), max_lines: number(1) }),
  file_input: shape({}, { ...actionId, filetypes: list(text(20)), max_files: number(1, 10) }),
}

const without = (kinds: Record<string, Check>, ...names: string[]): Record<string, Check> =>
  Object.fromEntries(Object.entries(kinds).filter(([name]) => !names.includes(name)))

/** What an actions block may hold. */
export const actionsElement: Check = byType(clickable)
/** What may stand at the right of a section. */
export const accessory: Check = byType({ ...clickable, image: imageElement })
/** What an input block may hold. */
export const inputElement: Check = byType({ ...without(clickable, 'button', 'overflow'), ...typed })
/** What a context line may hold. */
export const contextElement: Check = byType({
  image: imageElement,
  plain_text: plainText(LIMITS.contextText),
  mrkdwn: mrkdwn(LIMITS.contextText),
})
