import type { Fields } from '../../fields.ts'
import type { ServerState } from '../../server-state.ts'
import { touch } from '../../workspace/messages.ts'
import { needText } from '../arguments.ts'
import type { Methods } from '../method.ts'
import { channelAt, messageAt } from '../places.ts'
import { SlackError } from '../slack-error.ts'

const react = (state: ServerState, args: Fields): Fields => {
  const message = messageAt(state, channelAt(state, args), args, 'timestamp')
  const name = needText(args, 'name').replaceAll(':', '')
  const { userId } = state.workspace.bot
  const reaction = message.reactions.find((other) => other.name === name)
  if (reaction?.users.includes(userId)) throw new SlackError('already_reacted')
  if (reaction) reaction.users.push(userId)
  else message.reactions.push({ name, users: [userId] })
  touch(state.workspace, message)
  return {}
}

const pin = (state: ServerState, args: Fields): Fields => {
  const message = messageAt(state, channelAt(state, args), args, 'timestamp')
  if (message.isPinned) throw new SlackError('already_pinned')
  message.isPinned = true
  touch(state.workspace, message)
  return {}
}

/** reactions.add and pins.add. */
export const marksMethods: Methods = {
  'reactions.add': { token: 'bot', scope: 'reactions:write', run: react },
  'pins.add': { token: 'bot', scope: 'pins:write', run: pin },
}
