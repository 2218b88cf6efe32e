import { setTimeout as wait } from 'node:timers/promises'
import { hasEnded } from '../../../src/model/run.ts'
import type { Cell, Ending } from '../cell.ts'
import { told } from '../stage/insist.ts'
import { ANNA, DAN, type House, openHouse, patience } from '../stage/slack-house.ts'
import { postedTwice, standingIn } from '../stage/standing.ts'
import { approve, press, start } from '../stage/voyage.ts'

const CHANNEL = 'C0OPS'
const REVOKED_MS = 6_000

/** Things that Slack will not have. */
export const refusalCells: readonly Cell[] = [
  cell('slack-expired-trigger', 'every trigger and response url is expired', 'said, and the typed way works', expired),
  cell(
    'slack-invalid-blocks',
    'Slack refuses all blocks (invalid_blocks)',
    'the text stands alone; typed words decide',
    invalidBlocks,
  ),
  cell(
    'slack-token-revoked',
    'the bot token is revoked and given back',
    'runs wait, the operator is told, nothing lost',
    revoked,
  ),
]

function cell(name: string, fault: string, should: string, look: (house: House) => Promise<Ending>): Cell {
  const run = async () => {
    const house = await openHouse({ channels: [CHANNEL] })
    try {
      return await look(house)
    } finally {
      await house.stop()
    }
  }
  return { part: 'Slack', name, fault, should, may: 'right', run }
}

/** A window cannot open: the person is told what to type, and the same words do it. Nothing ever needs a response url. */
async function expired(house: House): Promise<Ending> {
  const { slack } = house
  await start(house, CHANNEL)
  await house.until(CHANNEL, 'no gate asked', ({ gate }) => gate !== undefined)
  slack.faults.expireTriggers()
  slack.faults.expireResponseUrls()
  await press(house, CHANNEL, DAN, 'hold')
  const said = await heard(house, DAN, /did not open the window in time/)
  const typed = /\/migrate (hold \w+)/.exec(said)?.[1] ?? ''
  await slack.as(DAN).command(CHANNEL, `${typed} reason="the disk"`)
  await house.until(CHANNEL, 'the typed hold did not count', ({ hold }) => hold !== undefined)
  await slack.as(ANNA).command(CHANNEL, 'start voyage')
  const form = await heard(house, ANNA, /lane/)
  const isOpen = slack.as(DAN).view() !== undefined
  return {
    ended: typed !== '' && form !== '' && !isOpen ? 'right' : 'wrong',
    saw: `Told: ${said} The typed words held the run, and a start form that did not open was answered in words.`,
  }
}

async function invalidBlocks(house: House): Promise<Ending> {
  const { slack } = house
  slack.faults.refuseBlocks()
  await start(house, CHANNEL)
  await house.until(CHANNEL, 'no gate asked', ({ gate }) => gate !== undefined)
  await house.caughtUp()
  const bare = standingIn(slack, CHANNEL)
  const hints = bare.filter(({ text }) => /\/migrate why \w+ says what the run waits for/.test(text)).length
  await slack.as(DAN).command(CHANNEL, 'approve as=dba')
  await slack.as('U0OLGA').command(CHANNEL, 'approve as=data-owner')
  await house.until(CHANNEL, 'the typed approvals did not count', (run) => run.gate === undefined || hasEnded(run))
  const isBare = bare.every(({ blocks }) => blocks.length === 0)
  return {
    ended: isBare && hints === bare.length && bare.length > 0 ? 'right' : 'wrong',
    saw: `${bare.length} messages stand there as text alone, each with the command that says more; typed approvals counted.`,
  }
}

/** The run goes on without Slack, and shows what happened once the token is good again. */
async function revoked(house: House): Promise<Ending> {
  const { slack, app } = house
  await start(house, CHANNEL)
  await house.until(CHANNEL, 'no gate asked', ({ gate }) => gate !== undefined)
  await house.caughtUp()
  slack.faults.revokeToken()
  const hold = { subcommand: 'hold', words: [], options: { reason: 'the token' } }
  await app.answer(hold, { userId: ANNA, channel: CHANNEL, via: 'cli' })
  await wait(REVOKED_MS)
  const logged = house.log.find((line) => line.includes('token_revoked')) !== undefined
  const health = app.slack.health()
  slack.faults.revokeToken(false)
  await app.answer({ subcommand: 'release', words: [], options: {} }, { userId: ANNA, channel: CHANNEL, via: 'cli' })
  await house.caughtUp()
  await approve(house, CHANNEL, DAN, 'dba')
  await approve(house, CHANNEL, 'U0OLGA', 'data-owner')
  const twice = postedTwice(house, [CHANNEL], [ANNA, DAN])
  const isShown = standingIn(slack, CHANNEL).some(({ text }) => text.includes('the token'))
  return {
    ended: logged && isShown && health.refusedBecause === 'token_revoked' && twice.length === 0 ? 'right' : 'wrong',
    saw: `The log and the health of the bot named ${health.refusedBecause}, ${health.lettersDue} messages waited; then the hold was shown, nothing twice, and buttons worked.`,
  }
}

function heard(house: House, who: string, words: RegExp): Promise<string> {
  return patience(`an answer like ${words}`, async () => told(house, who).find((text) => words.test(text)))
}
