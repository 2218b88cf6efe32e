import type { Person } from '../options.ts'
import type { ServerState } from '../server-state.ts'
import { type Channel, findChannel, findPerson, openDm } from '../workspace/workspace.ts'

/** The person with that id or name; throws a sentence when there is none. */
export const needPerson = (state: ServerState, idOrName: string): Person => {
  const person = findPerson(state.workspace, idOrName)
  if (!person) throw new Error(`There is no "${idOrName}" in this workspace.`)
  return person
}

/** The channel the person acts in; the bot's id or name means their direct messages with it. */
export const needChannel = (state: ServerState, person: Person, idOrName: string): Channel => {
  const { bot } = state.workspace
  if ([bot.userId, bot.name].includes(idOrName)) return openDm(state.workspace, person.id)
  const channel = findChannel(state.workspace, idOrName)
  if (!channel) throw new Error(`There is no channel "${idOrName}" in this workspace.`)
  if (!channel.members.includes(person.id)) throw new Error(`${person.displayName} is not in #${channel.name}.`)
  return channel
}
