import type { RunEvent } from '../../src/model/event.ts'
import type { Run } from '../../src/model/run.ts'
import { runOnBot } from './bot.ts'
import { Errand, type Told, type Word } from './errand.ts'
import { moveMigration } from './move-migration.ts'

/** Drover in a process of its own, as in life: waits for an errand, runs the data part of couch2pg-move, and ends. */
process.once('message', (errand) => {
  carryOut(Errand.parse(errand))
    .then(
      (told) => say({ told }),
      (error: unknown) => say({ failed: error instanceof Error ? error.message : String(error) }),
    )
    .finally(() => process.disconnect())
})
process.once('disconnect', () => process.exit())
say({ sentence: 'Drover is ready' })

async function carryOut(errand: Errand): Promise<Told> {
  const told = (sentence: string) => say({ sentence })
  const { run, events } = await runOnBot({ ...errand, migration: moveMigration, say: told })
  return { stepSeconds: secondsOf(events), ...sentBytesOf(run) }
}

function say(word: Word): void {
  process.send?.(word)
}

/** From a step's start to its end, as the journal has it. */
function secondsOf(events: readonly RunEvent[]): Record<string, number> {
  const startedAt = new Map<string, string>()
  const seconds: Record<string, number> = {}
  for (const event of events) {
    if (event.type === 'step-started') startedAt.set(event.step, event.at)
    const from = event.type === 'step-succeeded' ? startedAt.get(event.step) : undefined
    if (from !== undefined && 'step' in event) seconds[event.step] = (Date.parse(event.at) - Date.parse(from)) / 1000
  }
  return seconds
}

function sentBytesOf({ outputs }: Run): Pick<Told, 'sentBytes'> {
  const sent = Object.values(outputs).map(({ sentBytes }) => (typeof sentBytes === 'number' ? sentBytes : 0))
  const sentBytes = sent.reduce((sum, bytes) => sum + bytes, 0)
  return sentBytes > 0 ? { sentBytes } : {}
}
