import { html } from './html.js'
import { plainText } from './mrkdwn.js'
import { richText } from './rich-text.js'

const cellMarkup = (cell, names) => (cell.type === 'rich_text' ? richText(cell, names) : plainText(String(cell.text)))

const cellClass = (cell, setting) => {
  const align = setting?.align ?? (cell.type === 'raw_number' ? 'right' : 'left')
  return `${align}${setting?.is_wrapped ? ' wrapped' : ''}`
}

const headRow = (cells, settings, names) =>
  html`<tr>${cells.map((cell, at) => html`<th scope="col" class="${cellClass(cell, settings[at])}">${cellMarkup(cell, names)}</th>`)}</tr>`

const bodyRow = (cells, settings, names) =>
  html`<tr>${cells.map((cell, at) => html`<td class="${cellClass(cell, settings[at])}">${cellMarkup(cell, names)}</td>`)}</tr>`

/** A table or data_table block as markup; the first row is the header. */
export const table = (block, names) => {
  const [head = [], ...body] = block.rows ?? []
  const settings = block.column_settings ?? []
  // Numbers stand at the right, so their header does too.
  const aligned = head.map(
    (_cell, at) => settings[at] ?? (body[0]?.[at]?.type === 'raw_number' ? { align: 'right' } : undefined),
  )
  return html`<div class="table-frame" tabindex="0" role="group" aria-label="${block.caption ?? 'Table'}"><table>${
    block.caption ? html`<caption>${block.caption}</caption>` : ''
  }<thead>${headRow(head, aligned, names)}</thead><tbody>${body.map((row) => bodyRow(row, aligned, names))}</tbody></table></div>`
}
