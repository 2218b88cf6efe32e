import { html } from './html.js'
import { link, plainText } from './mrkdwn.js'
import { richText } from './rich-text.js'

const icons = { pending: '', in_progress: '', complete: '✓', error: '!' }
const words = { pending: 'not started', in_progress: 'in progress', complete: 'done', error: 'failed' }

const statusIcon = (status) =>
  html`<span class="status ${status}" role="img" aria-label="${words[status] ?? status}">${icons[status] ?? ''}</span>`

const sources = (card) =>
  card.sources?.length
    ? html`<div class="sources">${card.sources.map((source) => link(source.url, source.text))}</div>`
    : ''

const inside = (card, names) =>
  html`${card.details ? richText(card.details, names) : ''}${card.output ? richText(card.output, names) : ''}${sources(card)}`

/** A task_card block as markup; its details fold. */
export const taskCard = (card, names) => {
  const title = html`${statusIcon(card.status)}<span class="card-title">${plainText(card.title)}</span>`
  const body = inside(card, names)
  if (body.text === '') return html`<div class="card-line ${card.status}">${title}</div>`
  const open = card.status === 'in_progress' || card.status === 'error'
  return html`<details class="card-line ${card.status}" data-card="${card.task_id}" ${open ? html`open` : ''}><summary>${title}</summary><div class="card-body">${body}</div></details>`
}

/** A plan block as markup. */
export const plan = (block, names) =>
  html`<section class="plan" aria-label="${block.title}"><h4>${plainText(block.title)}</h4>${(block.tasks ?? []).map((card) => taskCard(card, names))}</section>`
