import { avatar } from './avatar.js'
import { renderBlocks } from './blocks.js'
import { emojiOf } from './emoji.js'
import { html } from './html.js'
import { mrkdwn } from './mrkdwn.js'
import { ago, dateOfTs, fullDate } from './times.js'

const size = (bytes) =>
  bytes < 1024
    ? `${bytes} B`
    : bytes < 1024 ** 2
      ? `${(bytes / 1024).toFixed(1)} KB`
      : `${(bytes / 1024 ** 2).toFixed(1)} MB`

const file = (one) => {
  const address = `/files/${one.id}/${encodeURIComponent(one.name)}`
  const name = html`<a href="${address}" target="_blank" rel="noopener">${one.title}</a> <span class="muted">${size(one.sizeBytes)}</span>`
  return one.mimeType.startsWith('image/')
    ? html`<figure class="file-image"><figcaption>${name}</figcaption><img src="${address}" alt="${one.altText ?? one.title}"></figure>`
    : html`<div class="file"><span class="file-icon" aria-hidden="true">📄</span><span>${name}</span></div>`
}

const reactions = (message, names) =>
  message.reactions.length === 0
    ? ''
    : html`<div class="reactions">${message.reactions.map(
        (reaction) =>
          html`<span title="${reaction.users.map((user) => names.user(user)).join(', ')}">${emojiOf(reaction.name) ?? `:${reaction.name}:`} ${reaction.users.length}</span>`,
      )}</div>`

const threadLink = (message, isInThread) => {
  if (isInThread || message.ephemeralFor || message.threadTs) return ''
  const count = message.replyCount
  return count > 0
    ? html`<button type="button" class="thread-link" data-thread="${message.ts}">${count} ${count === 1 ? 'reply' : 'replies'}</button>`
    : html`<button type="button" class="reply-button" data-thread="${message.ts}" aria-label="Reply in thread" title="Reply in thread">💬</button>`
}

const heading = (message, names) => {
  const date = dateOfTs(message.ts)
  const name = names.user(message.user) ?? message.user
  return html`<header><b class="author">${name}</b>${names.isBot(message.user) ? html`<span class="app-mark">APP</span>` : ''}${
    names.title(message.user) ? html`<span class="muted role">${names.title(message.user)}</span>` : ''
  }<time data-time="${message.ts}" datetime="${date.toISOString()}" title="${fullDate(date)}">${ago(date)}</time>${
    message.edited ? html`<span class="muted edited">(edited)</span>` : ''
  }${message.isPinned ? html`<span class="muted">📌 Pinned</span>` : ''}</header>`
}

/** The inside of one message. */
export const messageMarkup = (message, names, isInThread) => {
  const body =
    message.blocks.length > 0
      ? renderBlocks(message.blocks, names, `${isInThread}${message.ts}`)
      : html`<div class="text">${mrkdwn(message.text, names)}</div>`
  return html`${avatar(message.user, names.user(message.user) ?? '?', names.isBot(message.user))}<div class="message-body">${
    message.ephemeralFor ? html`<div class="only-you">👁 Only visible to you</div>` : ''
  }${heading(message, names)}<div class="content${message.isTombstone ? ' tombstone' : ''}">${body}</div>${
    message.files.length > 0 ? html`<div class="files">${message.files.map(file)}</div>` : ''
  }${reactions(message, names)}${threadLink(message, isInThread)}</div>`
}
