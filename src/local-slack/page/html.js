/** Markup that is already safe to insert. */
export class Markup {
  /** @param {string} text */
  constructor(text) {
    this.text = text
  }

  toString() {
    return this.text
  }
}

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/**
 * Text that can stand anywhere in markup, in attributes too.
 * @param {unknown} text
 */
export const escapeHtml = (text) => String(text).replace(/[&<>"']/g, (character) => entities[character])

const insert = (value) => {
  if (value instanceof Markup) return value.text
  if (Array.isArray(value)) return value.map(insert).join('')
  return value === undefined || value === null || value === false ? '' : escapeHtml(value)
}

/**
 * Builds markup; every value is escaped unless it is markup itself. Lists are joined, absent values are nothing.
 * @param {TemplateStringsArray} strings
 * @param {unknown[]} values
 */
export const html = (strings, ...values) =>
  new Markup(strings.reduce((text, part, index) => text + insert(values[index - 1]) + part))

/**
 * Markup from text that was escaped by other means.
 * @param {string} text
 */
export const trusted = (text) => new Markup(text)
