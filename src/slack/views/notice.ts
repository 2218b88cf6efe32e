import { formatMs } from '../../model/duration.ts'
import type { RunEvent } from '../../model/event.ts'
import { countEffects } from '../../model/plan.ts'
import { waysOn } from '../../model/plan-hold.ts'
import { liveStep, progressOf, type Run } from '../../model/run.ts'
import { bare } from '../../model/user-error.ts'
import { card, section } from './block.ts'
import type { Card, RunView } from './card.ts'
import { clamp, oneLine } from './clamp.ts'
import { dataWords } from './data-words.ts'
import { bold, code, lines, long, type Md, md, mention, spoken, when } from './mrkdwn.ts'
import { whereToLook } from './next-word.ts'
import { planNotice } from './plan-words.ts'
import { preflightWords } from './preflight-note.ts'
import { whoComes } from './scheduled.ts'
import { counted, stopWords, titleOf } from './step-words.ts'
import { missingRoles, roleWords, waitsFor } from './waits-for.ts'

/** The post at the top of the channel that an event is worth, mentioning who has to act. Undefined for all others. */
export function notice(run: Run, event: RunEvent, view: RunView): Card | undefined {
  const said = wordsFor(run, event, view)
  return said && card(said, [section(said)])
}

function wordsFor(run: Run, event: RunEvent, view: RunView): Md | undefined {
  switch (event.type) {
    case 'started':
      return event.startsAt === undefined ? started(run) : scheduled(run, event.startsAt, view)
    case 'begun':
      return md`*Begun:* ${named(run)}, as ${mention(run.startedBy)} scheduled it.`
    case 'preflighted':
      return preflightWords(run, event)
    case 'gate-opened':
      return opened(run, event, view)
    case 'gate-fallen':
      return fallen(run, event)
    case 'hold-asked':
      return held(run, event)
    case 'gate-denied':
      return md`*Denied and held:* ${named(run)} at ${titled(run, event)}, by ${mention(event.actor)}: ${long(event.reason, 800)}\n${mention(run.driver)}, ${code(`/migrate release ${run.id}`)} asks again once it is sorted out.`
    case 'gate-lapsed':
      return md`*Nobody decided in time, and held:* ${named(run)} at ${titled(run, event)}. ${long(event.reason, 800)}.\n${mention(run.driver)}, ${code(`/migrate release ${run.id}`)} measures and asks again.`
    case 'released':
      return md`*Released:* ${named(run)} by ${mention(event.actor)}. It goes on.`
    case 'act-quiet':
      return quiet(run, event)
    case 'step-failed':
    case 'step-uncertain':
    case 'undo-failed':
      return trouble(run, event, view)
    case 'step-succeeded':
      return milestone(run, event)
    default:
      return ending(run, event)
  }
}

function started(run: Run): Md {
  const { steps } = run.plan
  const counts = countEffects(run.plan)
  return md`*Started:* ${named(run)} by ${mention(run.startedBy)}. ${counted(steps.length, 'step')}: ${counts.changing} changing, ${counts.destructive} destructive, ${counts.people} waiting for people, ${counts['read-only']} read-only.`
}

function scheduled(run: Run, startsAt: string, view: RunView): Md {
  const what = md`*Scheduled:* ${named(run)} by ${mention(run.startedBy)}, to begin ${when(startsAt)}.`
  return lines(
    what,
    whoComes(run, (role) => roleWords(role, view)),
  )
}

function opened(run: Run, event: RunEvent & { type: 'gate-opened' }, view: RunView): Md {
  const who = run.gate?.revision === event.revision ? md` ${missingRoles(view)} to decide.` : md``
  return md`*Decision needed:* ${named(run)}, ${titled(run, event)}.${who}`
}

function fallen(run: Run, event: RunEvent & { type: 'gate-fallen' }): Md {
  const moved = event.because.slice(0, 5).map((sentence) => md`• ${spoken(clamp(oneLine(sentence), 240))}`)
  const more = event.because.length > 5 ? md`• and ${event.because.length - 5} more` : undefined
  const what = event.about === 'plan' ? 'What changed' : 'What moved'
  return lines(md`*Approval fell:* ${named(run)}, ${titled(run, event)}. Nothing was done. ${what}:`, ...moved, more)
}

function held(run: Run, event: RunEvent & { type: 'hold-asked' }): Md {
  const release = md`${code(`/migrate release ${run.id}`)} lets it go on.`
  const next = run.planChange ? md`${waysOn(run, run.planChange)}` : release
  const soon = run.status === 'holding' ? md` ${soonWords(run)}` : md` Nothing happens now.`
  return md`*Held:* ${named(run)} by ${mention(event.actor)}: ${long(bare(event.reason), 800)}.${soon} ${next}`
}

function soonWords(run: Run): string {
  const step = liveStep(run)
  const acting = 'the step that is running'
  return `It ${step && !run.rollingBack ? stopWords(step, acting) : `stops after ${acting}`}.`
}

/** Said once: the same act says it again only after it has moved. */
function quiet(run: Run, event: RunEvent & { type: 'act-quiet' }): Md {
  const what = event.undo ? md`taking back ${titled(run, event)}` : titled(run, event)
  const lasted = formatMs(Date.parse(event.at) - Date.parse(event.since))
  return md`*No progress:* ${named(run)}, ${what}. Nothing that it does, logs or writes has moved for ${lasted}; it may be stuck.\n${mention(run.driver)}: ${whereToLook(run)}`
}

type Trouble = RunEvent & { type: 'step-failed' | 'step-uncertain' | 'undo-failed' }

function trouble(run: Run, event: Trouble, view: RunView): Md {
  const uncertain = event.type === 'step-uncertain' || (event.type === 'undo-failed' && event.uncertain)
  const what = event.type === 'undo-failed' ? md`taking back ${titled(run, event)}` : titled(run, event)
  const waits = waitsFor(view)
  return lines(
    md`*${uncertain ? 'Uncertain' : 'Failed'}:* ${named(run)}, ${what}. ${long(event.failure.summary, 600)}`,
    dataWords(run),
    waits && md`Waits for ${waits}`,
  )
}

/** Steps that the whole channel waits for, known by their ids. */
function milestone(run: Run, event: RunEvent & { type: 'step-succeeded' }): Md | undefined {
  if (event.step === 'cutover')
    return md`*Cut over:* ${named(run)}. ${titled(run, event)} is done, and users are on the target now.`
  if (event.step === 'verification') return md`*Verified:* ${named(run)}. ${verdict(run) ?? titled(run, event)}`
  return undefined
}

function ending(run: Run, event: RunEvent): Md | undefined {
  switch (event.type) {
    case 'finished':
      return finished(run)
    case 'rollback-asked':
      return md`*Rolling back:* ${named(run)} by ${mention(event.actor)}: ${long(event.reason, 800)}`
    case 'rolled-back':
      return md`*Rolled back:* ${named(run)}. Everything that could be taken back was, latest step first.`
    case 'aborted':
      return md`*Aborted:* ${named(run)}: ${long(event.reason, 800)}\nWhat it had changed stays as it is. ${code(`/migrate steps ${run.id}`)} lists it.`
    default:
      return planNotice(run, event)
  }
}

function finished(run: Run): Md {
  const found = verdict(run)
  const took = formatMs(Date.parse(run.endedAt ?? run.startedAt) - Date.parse(run.startedAt))
  const skipped = run.plan.steps.filter(({ id }) => progressOf(run, id).state === 'skipped').length
  const count = md`${counted(run.plan.steps.length, 'step')} in ${took}${skipped > 0 ? `, ${skipped} of them skipped` : ''}`
  return found
    ? md`*Verification finished:* ${found}\n${named(run)} is done: ${count}.`
    : md`*Finished:* ${named(run)} is done: ${count}.`
}

/** What the run's own verification found, where it has one. */
function verdict(run: Run): Md | undefined {
  const { state, evidence } = progressOf(run, 'verification')
  if (state !== 'succeeded' || evidence.length === 0) return undefined
  return long(evidence.map(({ summary }) => summary).join(' '), 800)
}

function named(run: Run): Md {
  return md`${bold(run.plan.migration)} ${code(run.id)}`
}

function titled(run: Run, { step }: { step: string }): Md {
  return bold(titleOf(run, step))
}
