import { act, follow, getWorkspace } from './client.js'
import { createComposer } from './composer.js'
import { createHome } from './home-view.js'
import { listenToElements } from './interact.js'
import { createMemory } from './memory.js'
import { createMessageList } from './message-list.js'
import { createModal } from './modal.js'
import { createNames } from './names.js'
import { readPermalink } from './permalink.js'
import { placeText } from './place-text.js'
import { say } from './say.js'
import { sidebarMarkup } from './sidebar.js'
import { ago, dateOfTs } from './times.js'
import { personIn, whoMarkup } from './who.js'

const byId = (id) => document.getElementById(id)
const workspace = await getWorkspace()
const memory = createMemory()
const names = createNames(workspace, memory.channels)
const context = { me: () => me, names }
const list = createMessageList(byId('messages'), names, false)
const threadList = createMessageList(byId('thread-messages'), names, true)
const home = createHome(byId('home'), { bot: workspace.bot, names })
const modal = createModal(byId('modal'), context)

const link = readPermalink(location)
let me = personIn(location, workspace.people)
let place = ''
let thread
let stopFollowing = () => {}

const channelNow = () => memory.channels().find((channel) => channel.id === place)

let drawnSidebar = ''
const drawSidebar = () => {
  const unread = (channel) => memory.unread(channel)
  const markup = String(sidebarMarkup({ channels: memory.channels(), bot: workspace.bot, place, unread }))
  // Drawing the same again would take the keyboard focus away.
  if (markup !== drawnSidebar) byId('sidebar').innerHTML = markup
  drawnSidebar = markup
}

const drawPlace = () => {
  const text = placeText(place, channelNow(), workspace.bot)
  byId('place-name').textContent = text.name
  byId('place-about').textContent = text.about
  byId('composer').placeholder = text.invitation
  byId('home').hidden = place !== 'home'
  byId('messages').hidden = place === 'home'
  byId('composer-form').hidden = place === 'home'
}

const drawThread = (jump) => {
  byId('thread').hidden = thread === undefined
  if (thread) threadList.show(memory.inThread(place, thread), jump)
}

const draw = (jump = false) => {
  if (place !== 'home') {
    memory.read(place)
    list.show(memory.inChannel(place), jump)
  }
  drawSidebar()
  drawPlace()
  home.show(memory.home(), me)
  drawThread(jump)
  modal.show(memory.modals())
}

const openThread = (ts) => {
  thread = ts
  threadList.clear()
  draw()
  byId('thread-messages').scrollTop = byId('thread-messages').scrollHeight
  byId('thread-composer').focus()
}

const closeThread = () => {
  thread = undefined
  draw()
}

const go = (where) => {
  const isThere = where === 'home' || memory.channels().some((channel) => channel.id === where)
  const next = isThere ? where : (memory.channels().find((channel) => channel.kind !== 'dm')?.id ?? 'home')
  document.body.classList.remove('menu-open')
  byId('menu').setAttribute('aria-expanded', 'false')
  if (next === place) return
  place = next
  thread = undefined
  list.clear()
  draw(true)
  if (place === 'home') act({ do: 'home', as: me })
}

const goToHash = () => go(location.hash.slice(1))

const showNote = (id, text) => {
  byId(id).textContent = text
  byId(id).hidden = text === ''
}

const isDispatchFailure = (answer) => answer.error?.startsWith('dispatch_failed')

const sendFrom = (noteId, threadTs) => async (text) => {
  showNote(noteId, '')
  const answer = await say(workspace, { as: me, channel: place, threadTs: threadTs() }, text)
  if (!answer.ok && !isDispatchFailure(answer)) showNote(noteId, answer.error)
}

const composer = createComposer({
  box: byId('composer'),
  list: byId('completions'),
  completions: () => workspace.completions,
  send: sendFrom('composer-note', () => undefined),
})
const threadComposer = createComposer({
  box: byId('thread-composer'),
  list: byId('thread-completions'),
  completions: () => [],
  send: sendFrom('thread-note', () => thread),
})

const become = (person) => {
  me = person
  stopFollowing()
  memory.forget()
  list.clear()
  threadList.clear()
  modal.show([])
  history.replaceState(null, '', `/?as=${encodeURIComponent(me)}${location.hash}`)
  stopFollowing = follow(me, onNews, (isLost) => {
    byId('connection').textContent = isLost ? 'The local Slack is away. Trying again…' : ''
  })
  if (place === 'home') act({ do: 'home', as: me })
}

const onNews = (news) => {
  memory.take(news)
  if (place === '') arrive()
  else if (place !== 'home' && !channelNow()) go('')
  else draw()
  byId('connection').textContent = news.botIsConnected ? '' : `${workspace.bot.name} is not connected.`
}

const arrive = () => {
  if (!link) return goToHash()
  go(link.channel)
  if (link.threadTs) openThread(link.threadTs)
  const shown = link.threadTs ? threadList : list
  shown.reveal(link.ts)
}

const drawFill = () => {
  if (!workspace.prefill) return
  byId('fill').hidden = false
  byId('fill').textContent = `Fill in: ${workspace.prefill.text}`
}

const fill = () => {
  const { channel, text } = workspace.prefill
  const found = memory.channels().find((one) => one.id === channel || one.name === channel)
  if (found) location.hash = found.id
  composer.write(text)
}

const listen = () => {
  byId('who').addEventListener('change', (event) => become(event.target.value))
  byId('fill').addEventListener('click', fill)
  byId('thread-close').addEventListener('click', closeThread)
  byId('menu').addEventListener('click', () => {
    const isOpen = document.body.classList.toggle('menu-open')
    byId('menu').setAttribute('aria-expanded', String(isOpen))
  })
  for (const [form, box] of [
    ['composer-form', composer],
    ['thread-form', threadComposer],
  ]) {
    byId(form).addEventListener('submit', (event) => {
      event.preventDefault()
      box.submit()
    })
  }
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-thread]')
    if (button) openThread(button.dataset.thread)
  })
  window.addEventListener('hashchange', goToHash)
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && thread && !byId('modal').open) closeThread()
  })
  for (const id of ['messages', 'thread-messages', 'home', 'modal']) listenToElements(byId(id), context)
}

const refreshTimes = () => {
  for (const time of document.querySelectorAll('[data-time]')) time.textContent = ago(dateOfTs(time.dataset.time))
}

byId('team').textContent = workspace.team.name
document.title = workspace.team.name
byId('who').innerHTML = whoMarkup(workspace.people, me)
drawFill()
listen()
become(me)
setInterval(refreshTimes, 20_000)
