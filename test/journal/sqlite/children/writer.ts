import { createSqliteJournal } from '../../../../src/journal/sqlite/journal.ts'
import { createDice } from '../../../model/dice.ts'
import { randomCommand } from '../../../model/random-command.ts'
import { randomPlan } from '../../../model/random-plan.ts'
import { start } from '../../../model/sample.ts'

const [path = '', seed = '1'] = process.argv.slice(2)
const { journal, mailroom } = createSqliteJournal({ path, now: () => new Date() })
const dice = createDice(Number(seed))

/** Says on stdout what was acknowledged: nothing of it may be missing after a crash. */
function acknowledge(fact: object): void {
  process.stdout.write(`${JSON.stringify(fact)}\n`)
}

async function playRun(id: string): Promise<void> {
  let { run } = await journal.send(id, start({ ...randomPlan(dice), params: { id } }))
  acknowledge({ run: id, seq: run.seq })
  for (let left = 30; left > 0; left--) {
    const sent = await journal.send(id, randomCommand(dice, run, [], false)).catch(() => undefined)
    if (!sent) continue
    run = sent.run
    acknowledge({ run: id, seq: run.seq })
    mailroom.put({ key: `${id}/card`, channel: 'C1', text: `At ${run.seq}`, blocks: [] })
    acknowledge({ letter: `${id}/card`, version: mailroom.find(`${id}/card`)?.version })
    if (await mailroom.receive(`${id}/${left}`)) acknowledge({ delivery: `${id}/${left}` })
  }
}

for (let nr = 0; ; nr++) await playRun(`run-${seed}-${nr}`)
