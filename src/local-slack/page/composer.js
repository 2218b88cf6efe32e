import { completionsFor } from './completions.js'
import { html } from './html.js'

const rowMarkup = (row, at, picked) =>
  html`<li role="option" id="completion-${at}" data-at="${at}" aria-selected="${at === picked}"><b>${row.text}</b><span>${row.hint}</span></li>`

/** The box people write in; `send` gets the text, `completions` offers what fits. */
export const createComposer = ({ box, list, completions, send }) => {
  let rows = []
  let picked = -1
  const draw = () => {
    list.hidden = rows.length === 0
    list.innerHTML = rows.map((row, at) => String(rowMarkup(row, at, picked))).join('')
    box.setAttribute('aria-expanded', String(rows.length > 0))
    if (picked >= 0) box.setAttribute('aria-activedescendant', `completion-${picked}`)
    else box.removeAttribute('aria-activedescendant')
  }
  const offer = () => {
    rows = completionsFor(box.value, completions())
    picked = -1
    draw()
  }
  const grow = () => {
    box.style.height = 'auto'
    box.style.height = `${Math.min(box.scrollHeight, 200)}px`
  }
  const write = (text) => {
    box.value = text
    grow()
    box.focus()
  }
  const take = (at) => {
    write(`${rows[at].text} `)
    offer()
  }
  const submit = () => {
    const text = box.value.trim()
    if (text === '') return
    write('')
    offer()
    send(text)
  }
  const move = (by) => {
    picked = (picked + by + rows.length) % rows.length
    draw()
  }
  const whenOffered = (run) => () => {
    if (rows.length === 0) return false
    run()
    return true
  }
  const hide = () => {
    rows = []
    draw()
  }
  const enter = (event) => {
    if (event.shiftKey) return false
    if (picked >= 0) take(picked)
    else submit()
    return true
  }
  // Each answers whether it used the key.
  const keys = {
    ArrowDown: whenOffered(() => move(1)),
    ArrowUp: whenOffered(() => move(picked < 0 ? 0 : -1)),
    Tab: whenOffered(() => take(Math.max(picked, 0))),
    Escape: whenOffered(hide),
    Enter: enter,
  }
  box.addEventListener('input', () => {
    grow()
    offer()
  })
  box.addEventListener('keydown', (event) => {
    if (!event.isComposing && Object.hasOwn(keys, event.key) && keys[event.key](event)) event.preventDefault()
  })
  list.addEventListener('mousedown', (event) => {
    const row = event.target.closest('[data-at]')
    if (!row) return
    event.preventDefault()
    take(Number(row.dataset.at))
  })
  return { write, submit }
}
