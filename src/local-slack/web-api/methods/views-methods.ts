import { type Fields, textAt } from '../../fields.ts'
import { LIMITS } from '../../rules/limits.ts'
import { validateView } from '../../rules/validate-view.ts'
import type { ServerState } from '../../server-state.ts'
import { wireView } from '../../wire/wire-view.ts'
import type { View } from '../../workspace/view.ts'
import { findView, modalsOf, openModal, publishHome, replaceView } from '../../workspace/views.ts'
import { findPerson } from '../../workspace/workspace.ts'
import { needText, objectAt } from '../arguments.ts'
import type { Methods } from '../method.ts'
import { refusalOf, SlackError } from '../slack-error.ts'

const sentView = (args: Fields): Fields => {
  const view = objectAt(args, 'view')
  const problems = validateView(view)
  if (!view || problems.length > 0) throw refusalOf('invalid_arguments', problems)
  return view
}

const actor = (state: ServerState, args: Fields): string => {
  const trigger = state.triggers.exchange(needText(args, 'trigger_id'))
  if ('error' in trigger) throw new SlackError(trigger.error)
  return trigger.user
}

const open = (state: ServerState, args: Fields): Fields => {
  const view = sentView(args)
  return { view: wireView(state.workspace, openModal(state.workspace, actor(state, args), view, false)) }
}

const push = (state: ServerState, args: Fields): Fields => {
  const view = sentView(args)
  const user = actor(state, args)
  if (modalsOf(state.workspace, user).length >= LIMITS.viewStack) throw new SlackError('push_limit_reached')
  return { view: wireView(state.workspace, openModal(state.workspace, user, view, true)) }
}

const checkHash = (view: View | undefined, args: Fields): void => {
  const hash = textAt(args, 'hash')
  if (hash && view && hash !== view.hash) throw new SlackError('hash_conflict')
}

const update = (state: ServerState, args: Fields): Fields => {
  const sent = sentView(args)
  const view = findView(state.workspace, textAt(args, 'view_id') ?? textAt(args, 'external_id') ?? '')
  if (!view) throw new SlackError('not_found')
  checkHash(view, args)
  return { view: wireView(state.workspace, replaceView(state.workspace, view, sent)) }
}

const publish = (state: ServerState, args: Fields): Fields => {
  const sent = sentView(args)
  const user = needText(args, 'user_id')
  if (!findPerson(state.workspace, user)) throw new SlackError('user_not_found')
  checkHash(state.workspace.homes.get(user), args)
  return { view: wireView(state.workspace, publishHome(state.workspace, user, sent)) }
}

/** views.*: modals and the App Home. */
export const viewsMethods: Methods = {
  'views.open': { token: 'bot', run: open },
  'views.push': { token: 'bot', run: push },
  'views.update': { token: 'bot', run: update },
  'views.publish': { token: 'bot', run: publish },
}
