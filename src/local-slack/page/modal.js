import { renderBlocks } from './blocks.js'
import { act } from './client.js'
import { html } from './html.js'
import { fillValues, readValues } from './input-values.js'
import { plainText } from './mrkdwn.js'

const markup = (view, depth, names) =>
  html`<form novalidate><header class="modal-head">${depth > 1 ? html`<button type="button" class="plain" data-close aria-label="Back">←</button>` : ''}<h2 id="modal-title">${plainText(view.title)}</h2><button type="button" class="plain" data-close aria-label="Close">✕</button></header><div class="modal-body">${renderBlocks(view.blocks, names, view.id)}</div><p class="modal-trouble" role="alert" hidden></p><footer class="dialog-buttons"><button type="button" class="button" data-close>${view.close ?? 'Cancel'}</button>${
    view.submit ? html`<button type="submit" class="button primary">${view.submit}</button>` : ''
  }</footer></form>`

const showErrors = (dialog, errors) => {
  for (const block of dialog.querySelectorAll('.block-input')) {
    const error = errors[block.dataset.blockId]
    block.classList.toggle('wrong', error !== undefined)
    block.querySelector('.input-error').textContent = error ?? ''
  }
  dialog.querySelector('.wrong [data-action-id]')?.focus()
}

const showTrouble = (dialog, text) => {
  const line = dialog.querySelector('.modal-trouble')
  if (!line) return
  line.textContent = text
  line.hidden = text === ''
}

/** Shows the person's modal on top, and sends it or closes it. */
export const createModal = (dialog, { me, names }) => {
  let current
  let drawn = ''
  const draw = (view, depth) => {
    const typed = current?.id === view.id ? readValues(dialog) : {}
    dialog.innerHTML = String(markup(view, depth, names))
    dialog.dataset.viewId = view.id
    dialog.setAttribute('aria-labelledby', 'modal-title')
    fillValues(dialog, typed)
    drawn = `${view.id} ${view.hash}`
    if (!dialog.open) dialog.showModal()
    dialog.querySelector('.modal-body [data-action-id]')?.focus()
  }
  const close = () => current && act({ do: 'close', as: me(), viewId: current.id })
  const submit = async () => {
    const button = dialog.querySelector('button[type=submit]')
    if (!button || button.disabled) return
    button.disabled = true
    button.classList.add('busy')
    showTrouble(dialog, '')
    const answer = await act({ do: 'submit', as: me(), viewId: current.id, values: readValues(dialog) })
    button.disabled = false
    button.classList.remove('busy')
    if (!answer.ok) showTrouble(dialog, 'We had some trouble connecting. Try again.')
    if (!answer.ok) dialog.querySelector('.modal-trouble')?.setAttribute('title', answer.error)
  }
  dialog.addEventListener('submit', (event) => {
    event.preventDefault()
    submit()
  })
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    close()
  })
  dialog.addEventListener('click', (event) => {
    if (event.target.closest('[data-close]')) close()
  })
  return {
    show(views) {
      const view = views.at(-1)
      if (!view) {
        current = undefined
        drawn = ''
        if (dialog.open) dialog.close()
        dialog.replaceChildren()
        return
      }
      if (drawn !== `${view.id} ${view.hash}`) draw(view, views.length)
      if (JSON.stringify(view.errors) !== JSON.stringify(current?.errors ?? {})) showErrors(dialog, view.errors)
      current = view
    },
  }
}
