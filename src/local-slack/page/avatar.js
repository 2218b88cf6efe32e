import { html } from './html.js'

const colours = ['#7c3aed', '#0f766e', '#b45309', '#be185d', '#1d4ed8', '#15803d', '#b91c1c', '#4338ca', '#0e7490']

const colourOf = (id) => colours[[...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % colours.length]

const initials = (name) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('')

/** A coloured tile with somebody's initials. */
export const avatar = (id, name, isBot = false) =>
  html`<span class="avatar${isBot ? ' bot' : ''}" style="background:${isBot ? '#0b3b5c' : colourOf(id)}" aria-hidden="true">${isBot ? '⛟' : initials(name)}</span>`
