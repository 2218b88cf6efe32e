import { setTimeout as wait } from 'node:timers/promises'
import { DispatchFailed } from '../../../src/local-slack/index.ts'
import type { Cell, Ending } from '../cell.ts'
import { told } from '../stage/insist.ts'
import { ANNA, type House, openHouse, patience } from '../stage/slack-house.ts'
import { start } from '../stage/voyage.ts'

const CHANNEL = 'C0OPS'
const SOCKETS = 2
const BACK_MS = 40_000

/** Connections that Slack asks to renew, and connections that are simply gone. */
export const socketCells: readonly Cell[] = [
  cell('slack-refresh-one', 'Slack asks one socket to reconnect', { warn: true, count: 1 }),
  cell('slack-refresh-both', 'Slack asks both sockets to reconnect', { warn: true }),
  cell('slack-disconnect-one', 'one socket is cut without a word', { count: 1 }),
  cell('slack-disconnect-both', 'both sockets are cut without a word', {}),
]

function cell(name: string, fault: string, how: { warn?: boolean; count?: number }): Cell {
  const should = how.count === 1 ? 'people notice nothing' : 'nothing lost; both come back'
  return { part: 'Slack', name, fault, should, may: 'right', run: () => run(how) }
}

/** People go on acting while the sockets go: each act counts once, and Slack says so where nobody answered. */
async function run(how: { warn?: boolean; count?: number }): Promise<Ending> {
  const house = await openHouse({ channels: [CHANNEL] })
  try {
    await start(house, CHANNEL)
    await house.until(CHANNEL, 'no gate asked', ({ gate }) => gate !== undefined)
    await patience('both sockets', async () => house.slack.connections() === SOCKETS || undefined)
    house.slack.faults.disconnect(how)
    const startedMs = performance.now()
    const failed = await actMeanwhile(house)
    await patience('both sockets again', async () => isBack(house) || undefined, BACK_MS)
    const backMs = Math.round(performance.now() - startedMs)
    return await judge(house, failed, backMs, how.count === 1)
  } finally {
    await house.stop()
  }
}

const REASONS = ['one', 'two', 'three', 'four', 'five', 'six']

/** Holds and releases by turns. Gives how many acts Slack could not deliver in its three seconds. */
async function actMeanwhile({ slack }: House): Promise<number> {
  let failed = 0
  const act = (line: string) =>
    slack
      .as(ANNA)
      .command(CHANNEL, line)
      .catch((error: unknown) => {
        if (!(error instanceof DispatchFailed)) throw error
        failed += 1
      })
  for (const reason of REASONS) {
    await act(`hold reason=${reason}`)
    await act('release')
    await wait(150)
  }
  return failed
}

function isBack({ slack, app }: House): boolean {
  return slack.connections() === SOCKETS && app.slack.health().sockets.every(({ isConnected }) => isConnected)
}

async function judge(house: House, failed: number, backMs: number, isSeamless: boolean): Promise<Ending> {
  const acts = REASONS.length * 2
  const answered = () => told(house, ANNA).filter((text) => /held|goes on/.test(text)).length
  const shown = await patience('an answer to each act', async () =>
    answered() >= acts - failed ? answered() : undefined,
  )
  const run = await house.run(CHANNEL)
  const history = await house.app.runs.journal.history(run?.id ?? '')
  const reasons = history.flatMap(({ event }) => (event.type === 'hold-asked' ? [event.reason] : []))
  const isOnce = new Set(reasons).size === reasons.length
  const saw = `${acts} acts, ${failed} not delivered in Slack's three seconds, ${shown} answered, no hold twice; both sockets were back after ${backMs} ms.`
  return { ended: isOnce && (!isSeamless || failed === 0) ? 'right' : 'wrong', saw }
}
