import fc from 'fast-check'
import type { RunEvent } from '../../src/model/event.ts'
import type { Run } from '../../src/model/run.ts'
import { told } from '../faults/stage/insist.ts'
import { ANNA, DAN, type House, NOOR, OLGA, patience } from '../faults/stage/slack-house.ts'
import { assertSentence, MESSAGE_CHARS } from './answered.ts'
import { aimed, type Forgery, forgeries } from './payload/forgery.ts'
import { meantBy } from './payload/meant.ts'
import { assertAllowed } from './payload/oracle.ts'
import { CHANNELS, type Letter, openStage, recordLetters, settled, waitingRuns } from './payload/stage.ts'
import { isWhole } from './payload/whole.ts'
import { type Target, target } from './target.ts'

/** How many are sent at the same time: Slack waits three seconds for each answer that never comes. */
const AT_ONCE = 40
const TROUBLE = /could not be handled|Slack SDK/
const BROKEN = /^Something broke on my side/

/** What Slack sends, from hands it never came from, about things it never showed, and changed at any place. */
export const payloads: readonly Target[] = [
  {
    name: 'payloads of Slack',
    async run(count, seed) {
      const house = await openStage()
      const deaths: unknown[] = []
      const onDeath = (error: unknown): void => void deaths.push(error)
      process.on('uncaughtException', onDeath)
      try {
        await waitingRuns(house)
        const letters = await recordLetters(house)
        const inputs = fc.noShrink(fc.array(forgeries(letters), { minLength: AT_ONCE, maxLength: AT_ONCE }))
        const batch = { inputsIn: () => AT_ONCE, aboutEach: AT_ONCE }
        return await target(this.name, inputs, (made) => tryAll(house, made, deaths), batch).run(count, seed)
      } finally {
        await house.stop()
        process.off('uncaughtException', onDeath)
      }
    },
  },
]

let sent = 0

/** Sends them all, and looks at what people were told, at what the journal holds, and at whether the bot still answers. */
async function tryAll(house: House, made: readonly Forgery[], deaths: unknown[]): Promise<void> {
  const runs = await waitingRuns(house)
  const before = await everything(house)
  const heard = said(house)
  const lines = house.log.length
  const letters = made.map((one) => aimed(one, runs, String(sent++)))
  const acks = await Promise.all(letters.map((letter, index) => isAcked(house, letter, made[index])))
  await assertAlive(house)
  await settled(house)
  const [death] = deaths.splice(0)
  if (death !== undefined) throw death
  const unacked = acks.find((problem) => problem !== undefined)
  if (unacked) throw new Error(`${unacked}\n${house.log.slice(lines).filter(isTrouble).join('\n')}`)
  const news = said(house).flatMap((texts, index) => texts.slice(heard[index]?.length))
  for (const text of news) assertAnswer(text, house.log.slice(lines))
  const meant = letters.map(meantBy)
  for (const [id, { run, history }] of await everything(house))
    assertAllowed({ run, history, known: before.get(id)?.history.length ?? 0 }, meant)
}

/** A sentence about an answer that has to come and did not. */
async function isAcked({ slack }: House, letter: Letter, made: Forgery | undefined): Promise<string | undefined> {
  try {
    await slack.deliver(letter.type, letter.payload)
    return undefined
  } catch {
    const isDue = made && isWhole(made.real, letter)
    return isDue
      ? `no ack in time for ${JSON.stringify(changesIn(letter.payload, made.real.payload)).slice(0, 1500)}`
      : undefined
  }
}

/** What stands in the one and not in the other. */
function changesIn(now: unknown, real: unknown): unknown {
  if (typeof now !== 'object' || now === null || typeof real !== 'object' || real === null) return now
  const was = new Map(Object.entries(real))
  const changed = Object.entries(now).filter(([name, one]) => JSON.stringify(one) !== JSON.stringify(was.get(name)))
  const gone = [...was.keys()].filter((name) => !(name in now)).map((name) => [name, 'gone'])
  return Object.fromEntries([...changed.map(([name, one]) => [name, changesIn(one, was.get(name))]), ...gone])
}

function isTrouble(line: string): boolean {
  return TROUBLE.test(line)
}

function assertAnswer(text: string, log: readonly string[]): void {
  if (BROKEN.test(text))
    throw new Error(`${text}\n${log.filter((line) => line.includes('Something broke')).join('\n')}`)
  assertSentence(text, MESSAGE_CHARS)
}

/** What each of the people was told alone. */
function said(house: House): readonly (readonly string[])[] {
  return [ANNA, DAN, NOOR, OLGA].map((who) => told(house, who))
}

async function everything({ app }: House): Promise<ReadonlyMap<string, { run: Run; history: readonly RunEvent[] }>> {
  const { journal } = app.runs
  const runs = (await Promise.all(CHANNELS.map((channel) => journal.list({ channel, limit: 1000 })))).flat()
  const entries = runs.map(async (run) => {
    const history = (await journal.history(run.id)).map(({ event }) => event)
    return [run.id, { run, history }] as const
  })
  return new Map(await Promise.all(entries))
}

/** The next thing that a person does right is answered. */
async function assertAlive(house: House): Promise<void> {
  const before = told(house, NOOR).length
  await house.slack.as(NOOR).command(CHANNELS[0], 'list')
  await patience('an answer to the next line', async () => told(house, NOOR).length > before || undefined)
}
