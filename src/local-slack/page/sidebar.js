import { html } from './html.js'

const channelLink = (channel, place, unread) =>
  html`<li><a href="#${channel.id}" data-channel="${channel.id}" class="${unread ? 'unread' : ''}"${
    place === channel.id ? html` aria-current="page"` : ''
  }><span aria-hidden="true">${channel.kind === 'private' ? '🔒' : '#'}</span> ${channel.name}${channel.isArchived ? html` <small>archived</small>` : ''}</a></li>`

const dmLink = (channel, bot, place, unread) =>
  html`<li><a href="#${channel.id}" data-channel="${channel.id}" class="${unread ? 'unread' : ''}"${
    place === channel.id ? html` aria-current="page"` : ''
  }><span class="dot" aria-hidden="true"></span> ${bot.name}${unread ? html`<span class="badge">${unread}</span>` : ''}</a></li>`

/** The links of the sidebar: Home, channels, direct messages. */
export const sidebarMarkup = ({ channels, bot, place, unread }) => {
  const rooms = channels.filter((channel) => channel.kind !== 'dm').sort((a, b) => a.name.localeCompare(b.name))
  const dms = channels.filter((channel) => channel.kind === 'dm')
  return html`<h2>App</h2><ul><li><a href="#home" id="home-link"${place === 'home' ? html` aria-current="page"` : ''}><span aria-hidden="true">⌂</span> ${bot.name} Home</a></li></ul>
<h2>Channels</h2><ul>${rooms.map((channel) => channelLink(channel, place, unread(channel.id)))}</ul>
<h2>Direct messages</h2><ul>${
    dms.length > 0
      ? dms.map((channel) => dmLink(channel, bot, place, unread(channel.id)))
      : html`<li class="nothing">None yet</li>`
  }</ul>`
}
