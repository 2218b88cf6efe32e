import type { Run } from '../../model/run.ts'
import { replyCard } from '../views/index.ts'
import type { Asker, Desk } from './desk.ts'
import type { Steer } from './person-command.ts'

/** Tells the run. What changed shows on its cards; when nothing did, the person is told that. */
export async function sendAndSay(
  before: Run,
  command: Steer,
  asker: Asker,
  { runs, talk }: Desk,
  code?: string,
): Promise<void> {
  const after = await runs.send(before.id, command, code)
  if (after.seq > before.seq) return
  const text = `Nothing changed: ${before.id} was already being looked at. /migrate why ${before.id} says what it waits for.`
  await talk.whisper(asker, replyCard({ text }))
}
