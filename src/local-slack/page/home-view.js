import { renderBlocks } from './blocks.js'
import { html } from './html.js'

const nothing = (bot) => String(html`<p class="muted">${bot.name} has not shown anything here yet.</p>`)

/** Shows a person's App Home; drawn anew only when the bot published another one. */
export const createHome = (frame, { bot, names }) => ({
  show(home, person) {
    const drawn = `${person} ${home?.hash}`
    if (frame.dataset.drawn === drawn) return
    frame.dataset.drawn = drawn
    if (home) frame.dataset.viewId = home.id
    else delete frame.dataset.viewId
    frame.innerHTML = home ? renderBlocks(home.blocks, names, home.id).join('') : nothing(bot)
  },
})
