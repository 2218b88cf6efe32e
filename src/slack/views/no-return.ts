import { formatMs } from '../../model/duration.ts'
import { NO_ESTIMATES, type NoReturn, noReturnOf } from '../../model/no-return.ts'
import type { RunView } from './card.ts'
import { type Md, md } from './mrkdwn.ts'
import { counted } from './step-words.ts'

/** How far away the first step is that cannot be taken back, and how long taking back would take until then. */
export function noReturnWords({ run, eta }: RunView): Md {
  const found = noReturnOf(run, eta.estimates ?? NO_ESTIMATES)
  switch (found.is) {
    case 'none':
      return md`none, every step can be taken back`
    case 'passed':
      return md`passed (${found.step})`
    case 'not-reached':
      return md`not reached (${found.step})`
    case 'ahead':
      return md`${distance(found)}. ${wayBack(found)}`
  }
}

type Ahead = Extract<NoReturn, { is: 'ahead' }>

function distance({ step, steps, workMs }: Ahead): Md {
  if (steps === 0) return md`this step (${step})`
  const work = workMs === undefined ? '' : `, after about ${formatMs(workMs)} of work`
  return md`${counted(steps, 'step')} away (${step})${work}`
}

/** Until then the run can be taken back, for as long as people wait. */
function wayBack({ reverseMs }: Ahead): Md {
  return reverseMs === undefined
    ? md`Until then there is a way back, how long is not known`
    : md`Until then there is a way back, about ${formatMs(reverseMs)}`
}
