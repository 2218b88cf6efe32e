const checked = (group) => [...group.querySelectorAll('input:checked')].map((input) => input.value)

/** What stands in one element: text, or a list for checkboxes and multiple selects. */
export const valueIn = (element) => {
  if (element.dataset.kind === 'checkbox') return checked(element)
  if (element.dataset.kind === 'radio') return checked(element)[0] ?? ''
  if (element.multiple) return [...element.selectedOptions].map((option) => option.value)
  return element.value
}

const fill = (element, value) => {
  if (element.dataset.kind) {
    for (const input of element.querySelectorAll('input')) input.checked = [value].flat().includes(input.value)
  } else if (element.multiple) {
    for (const option of element.options) option.selected = value.includes(option.value)
  } else element.value = value
}

const inputs = (root) => [...root.querySelectorAll('[data-action-id]')].filter((one) => one.tagName !== 'BUTTON')

const keyOf = (element) => `${element.closest('[data-block-id]').dataset.blockId}/${element.dataset.actionId}`

/** Everything that stands in the inputs below an element, by `block id/action id`. */
export const readValues = (root) =>
  Object.fromEntries(inputs(root).map((element) => [keyOf(element), valueIn(element)]))

/** Puts values back into the inputs that are still there. */
export const fillValues = (root, values) => {
  for (const element of inputs(root)) {
    const value = values[keyOf(element)]
    if (value !== undefined) fill(element, value)
  }
}
