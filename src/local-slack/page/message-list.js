import { fillValues, readValues } from './input-values.js'
import { messageMarkup } from './message-markup.js'

const nearEndPx = 80

const focusedIn = (element) => {
  const focused = element.contains(document.activeElement) ? document.activeElement : undefined
  return focused?.getAttribute('data-action-id') ?? undefined
}

const foldedIn = (element) =>
  new Map([...element.querySelectorAll('details[data-card]')].map((one) => [one.dataset.card, one.open]))

const draw = (element, message, names, isInThread) => {
  const focused = focusedIn(element)
  const folded = foldedIn(element)
  const chosen = readValues(element)
  element.innerHTML = String(messageMarkup(message, names, isInThread))
  element.dataset.revision = `${message.revision}-${message.replyCount}`
  for (const one of element.querySelectorAll('details[data-card]')) {
    if (folded.has(one.dataset.card)) one.open = folded.get(one.dataset.card)
  }
  fillValues(element, chosen)
  if (focused) element.querySelector(`[data-action-id="${CSS.escape(focused)}"]`)?.focus()
}

const create = (message) => {
  const element = document.createElement('article')
  element.className = `message${message.ephemeralFor ? ' ephemeral' : ''}`
  element.dataset.ts = message.ts
  element.dataset.channel = message.channel
  return element
}

/** Shows messages in a scrolling list; only those that changed are drawn anew. */
export const createMessageList = (list, names, isInThread) => {
  let shown = new Map()
  const place = (element, at) => {
    if (list.children[at] !== element) list.insertBefore(element, list.children[at] ?? null)
  }
  const isAtEnd = () => list.scrollHeight - list.scrollTop - list.clientHeight < nearEndPx
  // An image that arrives late must not push the end out of sight.
  let follows = true
  list.addEventListener('scroll', () => {
    follows = isAtEnd()
  })
  const stayAtEnd = () => {
    if (follows) list.scrollTop = list.scrollHeight
  }
  list.addEventListener('load', stayAtEnd, true)
  return {
    show(messages, jumpToEnd = false) {
      follows = jumpToEnd || isAtEnd()
      const next = new Map()
      messages.forEach((message, at) => {
        const element = shown.get(message.ts) ?? create(message)
        next.set(message.ts, element)
        place(element, at)
        if (element.dataset.revision !== `${message.revision}-${message.replyCount}`)
          draw(element, message, names, isInThread)
      })
      for (const [ts, element] of shown) if (!next.has(ts)) element.remove()
      shown = next
      stayAtEnd()
    },
    clear() {
      list.replaceChildren()
      shown = new Map()
    },
    /** Brings a message into sight and marks it for a moment. */
    reveal(ts) {
      const element = shown.get(ts)
      element?.scrollIntoView({ block: 'center' })
      element?.classList.add('revealed')
    },
  }
}
