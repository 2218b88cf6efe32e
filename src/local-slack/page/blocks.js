import { elementMarkup, imageElement } from './elements.js'
import { html } from './html.js'
import { markdown } from './markdown.js'
import { plainText } from './mrkdwn.js'
import { plan, taskCard } from './plan.js'
import { richText } from './rich-text.js'
import { table } from './table.js'
import { textObject } from './text-object.js'

const section = (block, names, key) =>
  html`<div class="section"><div class="section-text">${
    block.text ? html`<div>${textObject(block.text, names)}</div>` : ''
  }${
    block.fields
      ? html`<div class="fields">${block.fields.map((field) => html`<div>${textObject(field, names)}</div>`)}</div>`
      : ''
  }</div>${block.accessory ? html`<div class="accessory">${elementMarkup(block.accessory, names, key)}</div>` : ''}</div>`

const context = (block, names) =>
  html`<div class="context">${block.elements.map((element) =>
    element.type === 'image' ? imageElement(element) : html`<span>${textObject(element, names)}</span>`,
  )}</div>`

const actions = (block, names, key) =>
  html`<div class="actions">${block.elements.map((element) => elementMarkup(element, names, key))}</div>`

const image = (block) =>
  html`<figure>${block.title ? html`<figcaption>${plainText(block.title.text)}</figcaption>` : ''}<img src="${block.image_url}" alt="${block.alt_text}" loading="lazy"></figure>`

const input = (block, names, key) => {
  const isGroup = ['radio_buttons', 'checkboxes'].includes(block.element.type)
  const label = html`${plainText(block.label.text)}${block.optional ? html` <span class="optional">(optional)</span>` : ''}`
  const element = elementMarkup(block.element, names, key)
  const hint = block.hint ? html`<p class="hint">${plainText(block.hint.text)}</p>` : ''
  const error = html`<p class="input-error" role="alert"></p>`
  return isGroup
    ? html`<div class="input" role="group" aria-label="${block.label.text}"><div class="label">${label}</div>${element}${hint}${error}</div>`
    : html`<div class="input"><label><span class="label">${label}</span>${element}</label>${hint}${error}</div>`
}

const card = (block, names, key) =>
  html`<div class="card">${block.hero_image ? html`<img class="hero" src="${block.hero_image.image_url}" alt="${block.hero_image.alt_text}">` : ''}<div class="card-head">${
    block.icon ? imageElement(block.icon) : ''
  }<div>${block.title ? html`<b>${textObject(block.title, names)}</b>` : ''}${
    block.subtitle ? html`<div class="muted">${textObject(block.subtitle, names)}</div>` : ''
  }</div></div>${block.body ? html`<div>${textObject(block.body, names)}</div>` : ''}${
    block.actions ? actions({ elements: block.actions }, names, key) : ''
  }</div>`

const containerTitle = (block, names) =>
  html`<b>${block.rich_text_title ? richText(block.rich_text_title, names) : plainText(block.title?.text ?? '')}</b>${
    block.subtitle ? html` <span class="muted">${textObject(block.subtitle, names)}</span>` : ''
  }`

const container = (block, names, key) => {
  const inside = renderBlocks(block.child_blocks, names, key)
  const title = containerTitle(block, names)
  if (!block.is_collapsible)
    return html`<div class="container"><div class="container-title">${title}</div>${inside}</div>`
  return html`<details class="container" data-card="${block.block_id}" ${block.default_collapsed ? '' : html`open`}><summary>${title}</summary>${inside}</details>`
}

const alertIcons = { info: 'ℹ️', warning: '⚠️', error: '⛔', success: '✅', default: '💬' }

const alert = (block, names) => {
  const level = Object.hasOwn(alertIcons, block.level) ? block.level : 'default'
  return html`<div class="alert ${level}" role="note"><span aria-hidden="true">${alertIcons[level]}</span><div>${textObject(block.text, names)}</div></div>`
}

const unknown = (block) =>
  html`<details class="unknown"><summary>A block of type ${block.type}</summary><pre>${JSON.stringify(block, null, 2)}</pre></details>`

const kinds = {
  header: (block) => html`<h3>${plainText(block.text.text)}</h3>`,
  section,
  context,
  actions,
  divider: () => html`<hr>`,
  image,
  rich_text: richText,
  table,
  data_table: table,
  plan,
  task_card: (block, names) => html`<div class="plan">${taskCard(block, names)}</div>`,
  markdown: (block) => markdown(block.text),
  input,
  card,
  carousel: (block, names, key) =>
    html`<div class="carousel">${block.elements.map((one) => card(one, names, key))}</div>`,
  container,
  alert,
  file: (block) => html`<div class="file">📄 ${block.external_id}</div>`,
}

/** One block as markup; a type that is not known here shows its JSON. */
export const renderBlock = (block, names, key) => {
  const draw = Object.hasOwn(kinds, block.type) ? kinds[block.type] : unknown
  return html`<div class="block block-${block.type}" data-block-id="${block.block_id}">${draw(block, names, key)}</div>`
}

/** Blocks as markup; `names` tells people and channels, `key` keeps form names apart. */
export const renderBlocks = (blocks, names, key) => (blocks ?? []).map((block) => renderBlock(block, names, key))
