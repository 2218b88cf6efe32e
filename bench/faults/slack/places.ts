import type { Cell, Ending } from '../cell.ts'
import { told } from '../stage/insist.ts'
import { ANNA, DAN, type House, openHouse, patience } from '../stage/slack-house.ts'
import { postedTwice } from '../stage/standing.ts'
import { approve, press, start, withButton } from '../stage/voyage.ts'

const CHANNEL = 'C0OPS'

/** Messages and channels that are gone. */
export const placeCells: readonly Cell[] = [
  cell(
    'slack-deleted-card',
    'somebody deletes the card of a run and of its gate',
    'posted anew, with buttons that work',
    deleted,
  ),
  cell(
    'slack-archived',
    'the channel is archived while a run goes on',
    'the driver hears; what was missed comes after',
    (house) =>
      shutOut(
        house,
        () => house.slack.faults.archive(CHANNEL),
        () => house.slack.as(ANNA).unarchive(CHANNEL),
        /the channel is archived/,
      ),
  ),
  cell(
    'slack-removed',
    'the bot is removed from the channel while a run goes on',
    'the driver hears; what was missed comes after',
    (house) =>
      shutOut(
        house,
        () => house.slack.faults.removeBot(CHANNEL),
        () => house.slack.as(ANNA).invite(CHANNEL),
        /I am not in that channel/,
      ),
  ),
]

function cell(name: string, fault: string, should: string, look: (house: House) => Promise<Ending>): Cell {
  const run = async () => {
    const house = await openHouse({ channels: [CHANNEL] })
    try {
      await start(house, CHANNEL)
      await house.until(CHANNEL, 'no gate asked', ({ gate }) => gate !== undefined)
      await house.caughtUp()
      return await look(house)
    } finally {
      await house.stop()
    }
  }
  return { part: 'Slack', name, fault, should, may: 'right', run }
}

async function deleted(house: House): Promise<Ending> {
  const { slack } = house
  const before = slack.messages(CHANNEL).map(({ ts }) => ts)
  for (const ts of before) slack.faults.deleteMessage(CHANNEL, ts)
  await slack.as(DAN).command(CHANNEL, 'hold reason="the disk"')
  const anew = await patience('a card posted anew', async () => withButton(house, CHANNEL, 'release'))
  await press(house, CHANNEL, DAN, 'release')
  await house.until(CHANNEL, 'the run was not released', ({ hold }) => hold === undefined)
  await slack.as(DAN).command(CHANNEL, 'approve as=dba')
  const gate = await patience('the gate posted anew', async () => withButton(house, CHANNEL, 'approve:data-owner'))
  await house.caughtUp()
  const twice = postedTwice(house, [CHANNEL], [ANNA, DAN])
  const isAnew = !before.includes(anew.ts) && !before.includes(gate.ts)
  return {
    ended: isAnew && twice.length === 0 ? 'right' : 'wrong',
    saw: `${before.length} messages deleted; the run's card and the gate stand there again, each once, and Release on the new card worked.`,
  }
}

/** Shuts the bot out in mid-run: it is told to the driver, decided by typing in another place, and shown after. */
async function shutOut(house: House, shut: () => void, open: () => Promise<unknown>, why: RegExp): Promise<Ending> {
  const before = house.slack.messages(CHANNEL).length
  shut()
  await house.app.answer(
    { subcommand: 'approve', words: [], options: { as: 'dba' } },
    { userId: DAN, channel: CHANNEL, via: 'cli' },
  )
  const heard = await patience('a word to the driver', async () => told(house, ANNA).find((text) => why.test(text)))
  await house.until(CHANNEL, 'the approval did not count', ({ gate }) => gate?.decisions.length === 1)
  const meanwhile = house.slack.messages(CHANNEL).length
  await open()
  const card = await patience('what was missed', async () =>
    house.slack.messages(CHANNEL).find(({ blocks }) => JSON.stringify(blocks).includes('Approved by <@U0DAN>')),
  )
  await approve(house, CHANNEL, 'U0OLGA', 'data-owner')
  const twice = postedTwice(house, [CHANNEL], [ANNA, DAN])
  return {
    ended: meanwhile === before && card.ts !== '' && twice.length === 0 ? 'right' : 'wrong',
    saw: `The driver was told: ${heard.slice(0, 160)}… The approval shows after it, nothing stands twice, and the next one counted.`,
  }
}
