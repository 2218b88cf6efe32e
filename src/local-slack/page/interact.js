import { act } from './client.js'
import { askConfirm } from './confirm.js'
import { readValues, valueIn } from './input-values.js'

const whereOf = (element) => {
  const view = element.closest('[data-view-id]')
  if (view) return { viewId: view.dataset.viewId }
  const message = element.closest('[data-ts]')
  return message ? { channel: message.dataset.channel, ts: message.dataset.ts } : undefined
}

const optionsOf = (element) => {
  const view = element.closest('[data-view-id]')
  const base = {
    blockId: element.closest('[data-block-id]').dataset.blockId,
    ...(view ? { values: readValues(view) } : {}),
  }
  if (element.dataset.option !== undefined) return { ...base, option: element.dataset.option }
  if (element.tagName === 'BUTTON')
    return element.dataset.value === undefined ? base : { ...base, value: element.dataset.value }
  const value = valueIn(element)
  return Array.isArray(value) || element.tagName === 'SELECT' || element.dataset.kind
    ? { ...base, option: value }
    : { ...base, value }
}

const setBusy = (element, isBusy) => {
  element.toggleAttribute('disabled', isBusy)
  element.classList.toggle('busy', isBusy)
  element.setAttribute('aria-busy', String(isBusy))
}

const showFailure = (element, error) => {
  element.parentElement.querySelector(':scope > .dispatch-failed')?.remove()
  const mark = document.createElement('span')
  mark.className = 'dispatch-failed'
  mark.setAttribute('role', 'alert')
  mark.textContent = '⚠ The app did not respond. Try again.'
  mark.title = error
  element.after(mark)
}

const send = async (element, me) => {
  const where = whereOf(element)
  if (!where) return
  const hadFocus = document.activeElement === element
  setBusy(element, true)
  const answer = await act({
    do: 'click',
    as: me,
    where,
    actionId: element.dataset.actionId,
    options: optionsOf(element),
  })
  setBusy(element, false)
  if (hadFocus && element.isConnected) element.focus()
  if (!answer.ok) showFailure(element, answer.error)
}

const mayGo = async (element, names) => {
  const confirm = element.dataset.confirm
  return confirm === undefined || askConfirm(JSON.parse(confirm), names)
}

const isInput = (element) => element.closest('.block-input') !== null

/** Sends clicks and choices below an element to the bot. */
export const listenToElements = (root, { me, names }) => {
  root.addEventListener('click', async (event) => {
    const button = event.target.closest('button[data-action-id]')
    if (!button) return
    const { url } = button.dataset
    if (!(await mayGo(button, names))) return
    if (url && /^https?:/.test(url)) window.open(url, '_blank', 'noopener')
    button.closest('details.overflow')?.removeAttribute('open')
    await send(button, me())
  })
  root.addEventListener('change', async (event) => {
    const element = event.target.closest('[data-action-id]')
    if (!element || element.tagName === 'BUTTON' || isInput(element)) return
    if (await mayGo(element, names)) await send(element, me())
  })
}
