import { setTimeout as sleep } from 'node:timers/promises'
import { progressOf } from '../../../src/model/run.ts'
import type { Ending } from '../cell.ts'
import { type HostScene, wordsOf } from './host-scene.ts'
import { DRIVER, whereIs } from './small-bot.ts'

/** The run ends well by itself, and the job wrote each of its lines once. */
export async function endsRight({ bot, ledger }: HostScene): Promise<Ending> {
  const run = await bot.until('the end', ({ status }) => status === 'succeeded' || STUCK.includes(status))
  const lines = await ledger()
  const isRight = run.status === 'succeeded' && lines.join() === 'begin,end'
  return {
    ended: isRight ? 'right' : 'wrong',
    saw: `${whereIs(run, bot.runs)} The ledger holds ${wordsOf(lines)}.`,
  }
}

const STUCK = ['failed', 'uncertain', 'held', 'waiting', 'aborted', 'rolled-back']
/** Long enough for a bot that would do it again to do so. */
const QUIET_MS = 1000

/**
 * The run asks its driver what became of the job, touches nothing while nobody answers, not even as another process, and
 * goes by the answer.
 */
export async function endsAsked(scene: HostScene): Promise<Ending> {
  const { bot, ledger } = scene
  const asking = await bot.until('a question', ({ status }) => status === 'uncertain' || ENDED.includes(status))
  const before = await ledger()
  if (
    asking.status !== 'uncertain' ||
    asking.driver !== DRIVER.id ||
    before.filter((line) => line === 'begin').length > 1
  )
    return { ended: 'wrong', saw: `${whereIs(asking, bot.runs)} The ledger holds ${wordsOf(before)}.` }
  await bot.restart()
  await sleep(QUIET_MS)
  const still = await bot.run()
  const after = await ledger()
  if (still.status !== 'uncertain' || after.join() !== before.join())
    return {
      ended: 'wrong',
      saw: `Nobody had answered, and ${whereIs(still, bot.runs)} The ledger held ${wordsOf(before)} and holds ${wordsOf(after)}.`,
    }
  return resolved(scene, before)
}

const ENDED = ['succeeded', 'failed', 'aborted', 'held']

/** Whoever looks sees the ledger: without its last line the job has not worked, and only then is it tried again. */
async function resolved({ bot, ledger, letGo }: HostScene, seen: readonly string[]): Promise<Ending> {
  const outcome = seen.includes('end') ? 'succeeded' : 'failed'
  const { failure } = progressOf(await bot.run(), 'write')
  await bot.send({ type: 'resolve', by: DRIVER, outcome, reason: `The ledger holds ${wordsOf(seen)}.` })
  if (outcome === 'failed') {
    await letGo()
    await bot.send({ type: 'retry', by: DRIVER })
  }
  const run = await bot.until('the end', ({ status }) => status === 'succeeded' || status === 'uncertain')
  const lines = await ledger()
  const wanted = outcome === 'failed' ? [...seen, 'begin', 'end'] : seen
  const isRight = run.status === 'succeeded' && lines.join() === wanted.join()
  const asked = `The driver was asked with ${wordsOf(seen)} in the ledger: ${failure?.summary ?? 'no words'}`
  return isRight
    ? { ended: 'asked', saw: asked }
    : { ended: 'wrong', saw: `${asked} After the answer ${whereIs(run, bot.runs)} The ledger holds ${wordsOf(lines)}.` }
}
