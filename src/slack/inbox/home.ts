import { hasEnded } from '../../model/run.ts'
import { homeView } from '../views/index.ts'
import type { Desk } from './desk.ts'

const RECENT = 30

/** Draws somebody's App Home: their decisions, what runs, what ran. */
export async function showHome(userId: string, { runs, people, talk }: Desk): Promise<void> {
  const [person, active, newest] = await Promise.all([
    people.person(userId),
    runs.journal.list({ active: true }),
    runs.journal.list({ limit: RECENT }),
  ])
  await talk.publish(userId, homeView({ person, active, recent: newest.filter(hasEnded) }))
}
