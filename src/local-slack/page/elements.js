import { html } from './html.js'
import { plainText } from './mrkdwn.js'
import { textObject } from './text-object.js'

const confirmAttribute = (element) => (element.confirm ? html` data-confirm="${JSON.stringify(element.confirm)}"` : '')

const button = (element) =>
  html`<button type="button" class="button ${element.style ?? ''}" data-action-id="${element.action_id}"${
    element.value === undefined ? '' : html` data-value="${element.value}"`
  }${element.url ? html` data-url="${element.url}"` : ''}${confirmAttribute(element)}${
    element.accessibility_label ? html` aria-label="${element.accessibility_label}"` : ''
  }>${plainText(element.text.text)}</button>`

const optionMarkup = (option, initial) =>
  html`<option value="${option.value}"${initial?.value === option.value ? html` selected` : ''}>${option.text.text}</option>`

const optionsMarkup = (element) => [
  ...(element.options ?? []).map((option) => optionMarkup(option, element.initial_option)),
  ...(element.option_groups ?? []).map(
    (group) =>
      html`<optgroup label="${group.label.text}">${group.options.map((option) => optionMarkup(option, element.initial_option))}</optgroup>`,
  ),
]

const select = (element, rows = optionsMarkup(element)) =>
  html`<select data-action-id="${element.action_id}"${confirmAttribute(element)} aria-label="${element.placeholder?.text ?? 'Choose'}"><option value="">${element.placeholder?.text ?? 'Choose an option'}</option>${rows}</select>`

const several = (element) =>
  html`<select multiple data-action-id="${element.action_id}" aria-label="${element.placeholder?.text ?? 'Choose'}">${(
    element.options ?? []
  ).map((option) =>
    optionMarkup(
      option,
      (element.initial_options ?? []).find((one) => one.value === option.value),
    ),
  )}</select>`

const people = (element, names) =>
  select(
    element,
    names
      .people()
      .map(
        (person) =>
          html`<option value="${person.id}"${element.initial_user === person.id ? html` selected` : ''}>${person.displayName}</option>`,
      ),
  )

const channels = (element, names) => {
  const initial = element.initial_channel ?? element.initial_conversation
  return select(
    element,
    names
      .channels()
      .map(
        (channel) =>
          html`<option value="${channel.id}"${initial === channel.id ? html` selected` : ''}>#${channel.name}</option>`,
      ),
  )
}

const choice = (kind) => (element, names, key) =>
  html`<fieldset class="choices" data-action-id="${element.action_id}" data-kind="${kind}"${confirmAttribute(element)}>${element.options.map(
    (option) => {
      const initial = [element.initial_option, ...(element.initial_options ?? [])]
      const isOn = initial.some((one) => one?.value === option.value)
      return html`<label><input type="${kind}" name="${key}-${element.action_id}" value="${option.value}"${isOn ? html` checked` : ''}><span>${textObject(option.text, names)}${
        option.description ? html`<small>${textObject(option.description, names)}</small>` : ''
      }</span></label>`
    },
  )}</fieldset>`

const overflow = (element) =>
  html`<details class="overflow" data-card="${element.action_id}"><summary aria-label="More actions">⋯</summary><div class="menu" role="menu">${element.options.map(
    (option) =>
      html`<button type="button" role="menuitem" data-action-id="${element.action_id}" data-option="${option.value}"${
        option.url ? html` data-url="${option.url}"` : ''
      }${confirmAttribute(element)}>${plainText(option.text.text)}</button>`,
  )}</div></details>`

const attribute = (name, value) => (value === undefined ? '' : html` ${name}="${value}"`)

const text = (element, type) =>
  html`<input type="${type}" data-action-id="${element.action_id}" value="${element.initial_value ?? ''}" placeholder="${element.placeholder?.text ?? ''}"${attribute('maxlength', element.max_length)} autocomplete="off">`

const number = (element) =>
  html`<input type="text" inputmode="decimal" data-action-id="${element.action_id}" value="${element.initial_value ?? ''}" placeholder="${element.placeholder?.text ?? ''}" autocomplete="off">`

const plainInput = (element) =>
  element.multiline
    ? html`<textarea rows="4" data-action-id="${element.action_id}" placeholder="${element.placeholder?.text ?? ''}"${attribute('maxlength', element.max_length)}>${element.initial_value ?? ''}</textarea>`
    : text(element, 'text')

const picker = (type, initial) => (element) =>
  html`<input type="${type}" data-action-id="${element.action_id}" value="${element[initial] ?? ''}">`

/** An image beside text. */
export const imageElement = (element) =>
  element.image_url ? html`<img class="accessory-image" src="${element.image_url}" alt="${element.alt_text}">` : ''

const kinds = {
  button,
  static_select: (element) => select(element),
  external_select: (element) => select(element),
  multi_static_select: several,
  users_select: people,
  channels_select: channels,
  conversations_select: channels,
  radio_buttons: choice('radio'),
  checkboxes: choice('checkbox'),
  overflow,
  plain_text_input: plainInput,
  number_input: number,
  email_text_input: (element) => text(element, 'email'),
  url_text_input: (element) => text(element, 'url'),
  datepicker: picker('date', 'initial_date'),
  timepicker: picker('time', 'initial_time'),
  image: imageElement,
}

/** An interactive element as markup; `key` makes its form names unique on the page. */
export const elementMarkup = (element, names, key) =>
  Object.hasOwn(kinds, element.type)
    ? kinds[element.type](element, names, key)
    : html`<code class="unknown">${element.type}</code>`
