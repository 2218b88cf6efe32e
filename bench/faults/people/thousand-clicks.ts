import { burst, type Click } from '../../ack/burst.ts'
import { startTown, type Town } from '../../ack/town.ts'
import type { Cell } from '../cell.ts'

const CLICKS = 1000
const APPROVERS = 50
const AT_ONCE = 50

/** Everybody clicks at the same time, and again and again. */
export const thousandClicks: Cell = {
  part: 'People',
  name: 'people-thousand-clicks',
  fault: `1,000 clicks on Approve of one gate by ${APPROVERS} people, ${AT_ONCE} at a time`,
  should: 'one decision a person; every other click is answered',
  may: 'right',
  run: async () => {
    const town = await startTown({ runs: 1, approvers: APPROVERS }, { PATH: process.env['PATH'] })
    try {
      const { approved, told, unacked } = await burst(town, clicksOn(town), AT_ONCE)
      const { deciders } = await town.bot.state()
      const isRight = approved === APPROVERS && deciders === APPROVERS && approved + told === CLICKS
      return {
        ended: isRight ? 'right' : 'wrong',
        saw: `${approved} decisions of ${deciders} people, ${told} private sentences, ${unacked} clicks that Slack got no answer for in time.`,
      }
    } finally {
      await town.stop()
    }
  },
}

/** The people take turns, so that the clicks of one person are spread over the whole time. */
function clicksOn({ gates, approvers }: Town): readonly Click[] {
  const [gate] = gates
  return Array.from({ length: CLICKS }, (_, nth) => {
    const person = approvers[nth % approvers.length]
    if (person === undefined || gate === undefined) throw new Error('the town is empty')
    return { person, gate, isApproval: true }
  })
}
