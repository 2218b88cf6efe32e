import type { Cell, Ending } from '../cell.ts'
import { told } from '../stage/insist.ts'
import { ANNA, DAN, type House, openHouse, patience } from '../stage/slack-house.ts'
import { press, start } from '../stage/voyage.ts'

const CHANNEL = 'C0OPS'

/** Slack may deliver a thing twice, later, or in another order than people did it. */
export const envelopeCells: readonly Cell[] = [
  repeated('slack-duplicate', 'every envelope arrives twice at once', ({ slack }) => slack.faults.duplicateNext()),
  repeated('slack-redelivered', 'every envelope arrives again after its ack', ({ slack }) =>
    slack.faults.redeliverNext(),
  ),
  {
    part: 'Slack',
    name: 'slack-reordered',
    fault: 'two acts arrive in the other order than they were done',
    should: 'judged as they come; each is answered',
    may: 'right',
    run: () => inHouse(reordered),
  },
]

function repeated(name: string, fault: string, again: (house: House) => void): Cell {
  const run = () => inHouse((house) => actTwice(house, () => again(house)))
  return { part: 'Slack', name, fault, should: 'done once, answered once', may: 'right', run }
}

async function inHouse(look: (house: House) => Promise<Ending>): Promise<Ending> {
  const house = await openHouse({ channels: [CHANNEL] })
  try {
    return await look(house)
  } finally {
    await house.stop()
  }
}

/** A command, a mention, a click and a window, each delivered more than once. */
async function actTwice(house: House, again: () => void): Promise<Ending> {
  const { slack } = house
  const [anna, dan] = [slack.as(ANNA), slack.as(DAN)]
  again()
  await start(house, CHANNEL)
  again()
  await press(house, CHANNEL, DAN, 'approve:dba')
  again()
  await press(house, CHANNEL, DAN, 'hold')
  const view = await slack.waitFor(() => dan.view())
  again()
  await dan.submit(view.id, { reason: 'the disk' })
  await house.until(CHANNEL, 'the run was not held', ({ hold }) => hold !== undefined)
  again()
  await anna.mention(CHANNEL, 'why')
  await patience('an answer to the mention', async () => told(house, ANNA).find((text) => text.includes('the disk')))
  const heard = told(house, ANNA).length
  await anna.command(CHANNEL, 'list')
  await patience('an answer to the last act', async () => (told(house, ANNA).length > heard ? true : undefined))
  return countOnce(house)
}

async function countOnce(house: House): Promise<Ending> {
  const runs = await house.app.runs.journal.list({ channel: CHANNEL, limit: 10 })
  const history = await house.app.runs.journal.history(runs[0]?.id ?? '')
  const types = history.map(({ event }) => event.type)
  const count = (type: string) => types.filter((one) => one === type).length
  const counts = { runs: runs.length, decided: count('decided'), held: count('hold-asked'), refused: count('refused') }
  const said = [...told(house, ANNA), ...told(house, DAN)]
  const twice = said.find((text, index) => said.indexOf(text) !== index)
  const isRight = counts.runs === 1 && counts.decided === 1 && counts.held === 1 && counts.refused === 0 && !twice
  const saw = `${counts.runs} run, ${counts.decided} decision, ${counts.held} hold, ${counts.refused} refusals, ${twice ? `said twice: ${twice}` : 'nothing said twice'}.`
  return { ended: isRight ? 'right' : 'wrong', saw }
}

/**
 * A release overtakes the hold that was asked for before it, and a withdrawal the approval. The bot looks after both at
 * once, so either may be first in the journal: what people are told has to be what happened.
 */
async function reordered(house: House): Promise<Ending> {
  const dan = house.slack.as(DAN)
  await start(house, CHANNEL)
  await house.until(CHANNEL, 'no gate asked', ({ gate }) => gate !== undefined)
  const aboutHold = await overtaken(house, 'hold reason="the disk"', 'release')
  const isHeld = (await house.run(CHANNEL))?.hold !== undefined
  const holdIsRight = isHeld === aboutHold.some((text) => text.includes('is not held'))
  if (isHeld) await dan.command(CHANNEL, 'release')
  await house.until(CHANNEL, 'the release did not count', ({ hold }) => hold === undefined)
  const aboutApproval = await overtaken(house, 'approve as=dba', 'withdraw')
  const isApproved = (await house.run(CHANNEL))?.gate?.decisions.length === 1
  const approvalIsRight = isApproved === aboutApproval.some((text) => text.includes('there is nothing to withdraw'))
  return {
    ended: holdIsRight && approvalIsRight ? 'right' : 'wrong',
    saw: `Answers about the hold: "${aboutHold.join('" and "')}"; about the approval: "${aboutApproval.join('" and "')}". ${isHeld ? 'It was held' : 'It was not held'}, and the approval ${isApproved ? 'counts' : 'does not count'}.`,
  }
}

/** Two words at once, of which the second comes first. Gives the answer to each. */
async function overtaken(house: House, first: string, second: string): Promise<readonly string[]> {
  const dan = house.slack.as(DAN)
  const before = told(house, DAN).length
  house.slack.faults.holdBackNext()
  await Promise.all([dan.command(CHANNEL, first), dan.command(CHANNEL, second)])
  return patience(`answers to ${first} and ${second}`, async () => {
    const answers = told(house, DAN).slice(before)
    return answers.length >= 2 ? answers : undefined
  })
}
