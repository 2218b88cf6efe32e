import type { Letter } from '../../model/mailroom.ts'
import type { People } from '../../model/subcommand.ts'
import { reminder } from '../views/index.ts'
import type { Change } from './change.ts'
import { reminderKey } from './keys.ts'

/** Direct messages to everybody whose decision a vote still lacks when its clock says so; never to who started the run. */
export async function remindersOf(changes: readonly Change[], people: People): Promise<readonly Letter[]> {
  const letters = await Promise.all(changes.map((change) => remindersFor(change, people)))
  return letters.flat()
}

async function remindersFor({ event, after }: Change, people: People): Promise<readonly Letter[]> {
  if (event.type !== 'gate-reminded' || after.gate?.revision !== event.revision) return []
  const members = await Promise.all(event.roles.map((role) => people.membersOf(role)))
  const decided = after.gate.decisions.map(({ person }) => person)
  const told = [...new Set(members.flat())].filter((user) => user !== after.startedBy && !decided.includes(user))
  const { text, blocks } = reminder(after, event)
  return told.map((user) => ({ key: reminderKey(after.id, event.seq, user), channel: user, text, blocks }))
}
