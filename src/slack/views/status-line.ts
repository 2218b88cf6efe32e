import { formatMs } from '../../model/duration.ts'
import { owed } from '../../model/owed.ts'
import { actedMs, hasEnded, liveStep, progressOf, type Run } from '../../model/run.ts'
import { hasBegun } from '../../model/schedule.ts'
import { isActing, isKept, isPaused } from '../../model/status.ts'
import type { Step } from '../../model/step.ts'
import type { RunView } from './card.ts'
import { long, type Md, md, mention, when } from './mrkdwn.ts'
import { amountOf, counted, hostOf, stopWords } from './step-words.ts'

/** What is going on, in one line: the first thing a reader sees. */
export function statusLine(view: RunView): Md {
  const { run } = view
  if (hasEnded(run)) return endLine(run)
  if (run.status === 'scheduled' && !run.aborting) return beginsLine(view)
  if (run.aborting) return md`*Aborting:* the jobs on the hosts are being stopped. ${run.aborting.reason}`
  const step = liveStep(run)
  if (!step) return md`*Held* after its last step; it ends once it is released`
  return liveLine(view, step)
}

function beginsLine({ run, now }: RunView): Md {
  const startsAt = run.schedule?.startsAt ?? run.startedAt
  const leftMs = Math.max(0, Date.parse(startsAt) - now.getTime())
  return md`*Scheduled:* it begins ${when(startsAt)}, in ${formatMs(leftMs)}`
}

function liveLine(view: RunView, step: Step): Md {
  const { run } = view
  switch (run.status) {
    case 'failed':
      return md`*Failed:* ${undoing(run)}${step.title}${why(run, step)}`
    case 'uncertain':
      return md`*Uncertain:* nobody knows whether this ran: ${undoing(run)}${step.title}`
    case 'holding':
      return holdingLine(view, step)
    case 'held':
      return isPaused(run) ? restLine(run, step) : md`*Held* ${nextWords(run, step)}`
    case 'waiting':
      return isKept(run) ? keptLine(run, step) : waitingLine(view, step)
    default:
      if (isPaused(run)) return endingLine(step)
      return isActing(run)
        ? md`*${run.rollingBack ? 'Rolling back' : 'Running'}:* ${step.title}${countedWords(view)}`
        : quietLine(run, step)
  }
}

function holdingLine(view: RunView, step: Step): Md {
  const { run } = view
  if (isPaused(run)) return endingLine(step)
  const where = run.rollingBack ? `stops after taking back ${step.title}` : stopWords(step, step.title)
  return md`*Holding:* the run ${where}${countedWords(view)}`
}

/** The act waits for the release where it is. */
function restLine(run: Run, step: Step): Md {
  const { paused, launchedAt } = progressOf(run, step.id)
  const far = paused?.progress
  if (!far && 'act' in step && step.act.do === 'job' && launchedAt === undefined)
    return md`*Held* before ${step.title}, which has not begun`
  return far?.total
    ? md`*Held* in the middle of ${step.title}: ${amountOf(far)}; the rest waits for a release`
    : md`*Held* in the middle of ${step.title}: it goes on from where it is at the release`
}

function endingLine(step: Step): Md {
  return md`*Rolling back:* ${step.title} rested in the middle and is being ended first`
}

function endLine(run: Run): Md {
  const skipped = run.plan.steps.filter(({ id }) => progressOf(run, id).state === 'skipped').length
  const count = run.plan.steps.length
  if (run.status === 'succeeded')
    return md`*Finished:* ${counted(count, 'step')}${skipped > 0 ? `, ${skipped} of them skipped` : ''}`
  if (run.status === 'rolled-back') return md`*Rolled back:* everything that could be taken back was`
  const { aborting } = run
  return aborting ? md`*Aborted* by ${mention(aborting.by)}: ${aborting.reason}` : md`*Aborted*`
}

function nextWords(run: Run, step: Step): Md {
  if (run.schedule && !hasBegun(run)) return md`before it began; it was scheduled for ${when(run.schedule.startsAt)}`
  if (run.rollingBack) return md`while rolling back, before ${step.title} is taken back`
  const over = ['succeeded', 'skipped'].includes(progressOf(run, step.id).state)
  const next = over ? run.plan.steps[run.at + 1] : step
  return next ? md`before ${next.title}` : md`before the end`
}

function waitingLine({ run, now }: RunView, step: Step): Md {
  if (run.rollingBack) return md`*Waiting for hand work:* taking back ${step.title}`
  if (step.kind === 'manual') return md`*Waiting for hand work:* ${step.title}`
  if (step.kind === 'wait') return md`*Waiting:* ${step.title}, until ${dueWords(run)}`
  if (step.kind === 'soak') {
    const since = Date.parse(progressOf(run, step.id).startedAt ?? run.startedAt)
    const left = Math.max(0, since + step.timeoutMs - now.getTime())
    return md`*Watching:* ${step.title}. It looks every ${formatMs(step.everyMs)} and gives up in ${formatMs(left)}`
  }
  return md`*Waiting for a decision:* ${step.title}`
}

/** The act may not begin yet. */
function keptLine(run: Run, step: Step): Md {
  const { says = '' } = progressOf(run, step.id).kept ?? {}
  return run.phase === 'confirming'
    ? md`*Approved, and waits:* ${step.title}. ${long(says, 400)} It goes on by itself, and is measured again before that`
    : md`*Waits:* ${step.title}. ${long(says, 400)} It goes on by itself`
}

/** Running, but not on a host. */
function quietLine(run: Run, step: Step): Md {
  if (run.phase === 'confirming') return md`*Approved:* the checks are measured again right before ${step.title}`
  return md`*Measuring:* the evidence for ${step.title}`
}

function dueWords(run: Run): Md {
  const next = owed(run)
  return next?.do === 'wake' ? when(next.dueAt) : md`somebody releases it`
}

function why(run: Run, step: Step): Md {
  const failure = run.undoing ? run.undoing.failure : progressOf(run, step.id).failure
  return failure ? md` — ${failure.summary}` : md``
}

function undoing(run: Run): Md {
  return run.rollingBack ? md`taking back ` : md``
}

function countedWords(view: RunView): Md {
  const { progress, run } = view
  const step = liveStep(run)
  if (!progress) {
    const host = step && hostOf(step)
    return host ? md` on ${host}` : md``
  }
  const parts = [amountOf(progress), progress.note, leftOf(view)].filter((part) => part !== undefined)
  return md` — ${parts.join(', ')}`
}

/** What is left of this step at the pace it had so far; the act's own note goes first when it says so itself. */
function leftOf({ run, progress, now }: RunView): string | undefined {
  const step = liveStep(run)
  const elapsedMs = step && actedMs(progressOf(run, step.id), now.toISOString())
  if (!elapsedMs || !progress?.total || progress.done <= 0 || run.rollingBack || progress.note?.includes('left')) return
  const leftMs = (elapsedMs / progress.done) * Math.max(0, progress.total - progress.done)
  return elapsedMs < 3000 ? undefined : `about ${formatMs(Math.ceil(leftMs / 1000) * 1000)} left`
}
