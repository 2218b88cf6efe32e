import { type Fields, fieldsAt, flagAt, textAt } from '../fields.ts'
import { makeId, makeSecret } from '../identifiers.ts'
import type { View } from './view.ts'
import { withIds } from './with-ids.ts'
import type { Workspace } from './workspace.ts'

const label = (view: Fields, key: string): string | undefined => {
  const text = fieldsAt(view, key)
  return text ? textAt(text, 'text') : undefined
}

const newHash = (): string => `${Math.floor(Date.now() / 1000)}.${makeSecret().slice(0, 8)}`

/** What the bot sent, as the parts of a view; state and errors start empty. */
export const viewContent = (sent: Fields): Omit<View, 'id' | 'user' | 'rootViewId' | 'previousViewId'> => {
  const submit = label(sent, 'submit')
  const close = label(sent, 'close')
  return {
    type: sent['type'] === 'home' ? 'home' : 'modal',
    callbackId: textAt(sent, 'callback_id') ?? '',
    externalId: textAt(sent, 'external_id') ?? '',
    title: label(sent, 'title') ?? '',
    ...(submit === undefined ? {} : { submit }),
    ...(close === undefined ? {} : { close }),
    blocks: withIds(sent['blocks']),
    privateMetadata: textAt(sent, 'private_metadata') ?? '',
    hash: newHash(),
    clearOnClose: flagAt(sent, 'clear_on_close'),
    notifyOnClose: flagAt(sent, 'notify_on_close'),
    state: {},
    errors: {},
    sent,
  }
}

/** The modals a person has open, the one on top last. */
export const modalsOf = (workspace: Workspace, user: string): View[] => workspace.modals.get(user) ?? []

/** Shows a modal: alone, or on top of those that are open. */
export const openModal = (workspace: Workspace, user: string, sent: Fields, onTop: boolean): View => {
  const below = onTop ? modalsOf(workspace, user) : []
  const id = makeId('V')
  const previousViewId = below.at(-1)?.id
  const view: View = {
    ...viewContent(sent),
    id,
    user,
    rootViewId: below[0]?.id ?? id,
    ...(previousViewId === undefined ? {} : { previousViewId }),
  }
  workspace.modals.set(user, [...below, view])
  workspace.changes.tell()
  return view
}

const keptState = (before: View, blocks: Fields[]): View['state'] => {
  const ids = new Set(blocks.map((block) => block['block_id']))
  return Object.fromEntries(Object.entries(before.state).filter(([blockId]) => ids.has(blockId)))
}

/** Puts other content into a view; what people typed stays where the block id stays. */
export const replaceView = (workspace: Workspace, before: View, sent: Fields): View => {
  const content = viewContent(sent)
  const { submit: _submit, close: _close, ...rest } = before
  const view: View = { ...rest, ...content, state: keptState(before, content.blocks) }
  if (view.type === 'home') workspace.homes.set(view.user, view)
  else
    workspace.modals.set(
      view.user,
      modalsOf(workspace, view.user).map((open) => (open.id === view.id ? view : open)),
    )
  workspace.changes.tell()
  return view
}

/** Publishes a person's Home. */
export const publishHome = (workspace: Workspace, user: string, sent: Fields): View => {
  const before = workspace.homes.get(user)
  if (before) return replaceView(workspace, before, sent)
  const id = makeId('V')
  const view: View = { ...viewContent(sent), id, user, rootViewId: id }
  workspace.homes.set(user, view)
  workspace.changes.tell()
  return view
}

/** Takes a modal away, with those on top of it, or all of the person's modals. */
export const closeModal = (workspace: Workspace, view: View, all: boolean): void => {
  const open = modalsOf(workspace, view.user)
  const place = open.findIndex((other) => other.id === view.id)
  workspace.modals.set(view.user, all ? [] : open.slice(0, place < 0 ? open.length : place))
  workspace.changes.tell()
}

/** The open modal or published Home with that id, or with that external id. */
export const findView = (workspace: Workspace, id: string): View | undefined =>
  [...[...workspace.modals.values()].flat(), ...workspace.homes.values()].find(
    (view) => view.id === id || (id !== '' && view.externalId === id),
  )
