import { nextWordBy } from '../../model/next-word.ts'
import { quietOf } from '../../model/quiet.ts'
import { liveStep, type Run } from '../../model/run.ts'
import type { RunView } from './card.ts'
import { code, type Md, md, when } from './mrkdwn.ts'
import { hostOf, titleOf } from './step-words.ts'

/** By when the card is drawn again, so that a card which stands still says by itself that something is wrong. */
export function nextWordLine({ run, now, isLeaving }: RunView): Md | undefined {
  const by = nextWordBy(run, now)
  if (by === undefined) return undefined
  if (isLeaving)
    return md`Drover is being ended or restarted, and what runs on hosts goes on. If this still stands here in five minutes, start Drover on its machine.`
  return md`Next word by ${when(by)}. If that passes, Drover is stuck or down: look at its machine.`
}

/** That nothing new was seen of the act in hand for long, and what to look at. */
export function quietLine(run: Run): Md | undefined {
  const quiet = quietOf(run)
  return (
    quiet &&
    md`:hourglass: *No progress since* ${when(quiet.since)}: nothing that ${titleOf(run, quiet.step)} does, logs or writes has moved. ${whereToLook(run)}`
  )
}

/** Where somebody finds out why an act stands still. Drover itself does nothing about it. */
export function whereToLook(run: Run): Md {
  const step = liveStep(run)
  const host = step && hostOf(step)
  const look = host === undefined ? md`Look` : md`Look at ${host}`
  return md`${look}; ${code(`/migrate logs ${run.id}`)} shows what it said last. Drover does nothing about it by itself.`
}
