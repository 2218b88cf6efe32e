import { html } from './html.js'
import { plainText } from './mrkdwn.js'
import { textObject } from './text-object.js'

const markup = (confirm, names) =>
  html`<form method="dialog"><h2 id="confirm-title">${plainText(confirm.title?.text ?? 'Are you sure?')}</h2><div>${textObject(confirm.text, names)}</div><div class="dialog-buttons"><button value="deny" class="button">${plainText(confirm.deny?.text ?? 'Cancel')}</button><button value="confirm" class="button ${confirm.style ?? 'primary'}">${plainText(confirm.confirm?.text ?? 'Confirm')}</button></div></form>`

/** Asks whether a click is meant; resolves with the answer. Esc means no. */
export const askConfirm = (confirm, names) =>
  new Promise((resolve) => {
    const dialog = document.createElement('dialog')
    dialog.className = 'confirm'
    dialog.setAttribute('role', 'alertdialog')
    dialog.setAttribute('aria-labelledby', 'confirm-title')
    dialog.innerHTML = String(markup(confirm, names))
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(dialog.returnValue === 'confirm')
    })
    document.body.append(dialog)
    dialog.showModal()
  })
