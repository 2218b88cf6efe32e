import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { Cell } from '../cell.ts'
import { DAN, DBAS, OLGA, openHouse } from '../stage/slack-house.ts'
import { standingIn } from '../stage/standing.ts'
import { approve, start } from '../stage/voyage.ts'

const CHANNEL = 'C0OPS'

/** An approval counts only as long as its person holds the role. */
export const roleRemoved: Cell = {
  part: 'People',
  name: 'people-role-removed',
  fault: 'somebody loses the role between the decision and the act',
  should: 'the approval falls, nothing is done, and people are asked again',
  may: 'right',
  run: async () => {
    const house = await openHouse({ channels: [CHANNEL] })
    try {
      await start(house, CHANNEL)
      await approve(house, CHANNEL, DAN, 'dba')
      house.slack.as(DAN).leave(DBAS)
      await house.slack.as(OLGA).command(CHANNEL, 'approve as=data-owner')
      const run = await house.until(
        CHANNEL,
        'the gate did not fall',
        ({ revision, gate }) => revision > 1 && gate !== undefined,
      )
      const hasActed = await access(join(house.folder, CHANNEL)).then(
        () => true,
        () => false,
      )
      await house.caughtUp()
      const says = standingIn(house.slack, CHANNEL).find(({ text }) =>
        text.includes(`<@${DAN}>, who approved as dba, no longer holds that role.`),
      )
      const isRight = !hasActed && run.gate?.decisions.every(({ person }) => person !== DAN) && says !== undefined
      return {
        ended: isRight ? 'right' : 'wrong',
        saw: `Revision ${run.revision} asks again, the job ${hasActed ? 'ran' : 'was not begun'}, and the channel says: ${says?.text ?? 'nothing about it'}`,
      }
    } finally {
      await house.stop()
    }
  },
}
