import { liveStep, progressOf, type Run } from '../../model/run.ts'
import { type Step, undoOf } from '../../model/step.ts'
import { bold, long, type Md, md } from './mrkdwn.ts'
import { hostOf } from './step-words.ts'

/** What the trouble of a run means for the data: changed or not, known or not, and whether there is a way back. */
export function dataWords(run: Run): Md {
  const step = liveStep(run)
  if (!step) return md`Nothing else happens until somebody decides.`
  if (run.undoing) return undoWords(run, step)
  if (run.status === 'uncertain')
    return md`Nobody knows whether it changed ${placeOf(step)}. It is not repeated; nothing happens until somebody has looked.`
  const { actedAt } = progressOf(run, step.id)
  if (!('act' in step)) return md`This step only looks, so it changed nothing.`
  if (actedAt === undefined) return md`It had not begun to act, so it changed nothing.`
  return md`${brokeHalfWay(step)} ${wayBack(step)}`
}

function undoWords(run: Run, step: Step): Md {
  return run.undoing?.state === 'uncertain'
    ? md`Nobody knows whether ${bold(step.title)} was taken back on ${placeOf(step)}. Nothing happens until somebody has looked.`
    : md`What ${bold(step.title)} changed on ${placeOf(step)} may still be there. The steps before it are not taken back yet.`
}

function brokeHalfWay(step: Step): Md {
  if (step.kind === 'destructive') return md`Part of this may be gone already: ${long(step.destroys, 300)}.`
  return md`It may have changed part of ${placeOf(step)}.`
}

function wayBack(step: Step): Md {
  const undo = undoOf(step)
  if (undo === 'none') return md`*It cannot be taken back.*`
  if (undo === 'nothing') return md`It leaves nothing behind that has to be taken back.`
  return undo.do === 'manual' ? md`It can be taken back by hand.` : md`It can be taken back.`
}

function placeOf(step: Step): Md {
  const host = hostOf(step)
  return host ? bold(host) : md`the world`
}
