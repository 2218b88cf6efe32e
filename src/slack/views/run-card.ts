import { formatMs } from '../../model/duration.ts'
import { etaWords, laterWords } from '../../model/eta-words.ts'
import { isRehearsal } from '../../model/rehearsal.ts'
import { hasEnded, liveStep, progressOf, type Run } from '../../model/run.ts'
import { hasBegun } from '../../model/schedule.ts'
import { isActing, isPaused } from '../../model/status.ts'
import { card, context, facts, header, section } from './block.ts'
import type { Card, RunView } from './card.ts'
import { fitWords } from './last-safe-words.ts'
import { bold, code, icon, lines, type Md, md, mention, when } from './mrkdwn.ts'
import { nextWordLine, quietLine } from './next-word.ts'
import { noReturnWords } from './no-return.ts'
import { overrideLines } from './override-words.ts'
import { planBlock } from './plan-block.ts'
import { adoptionWords, changedWords } from './plan-words.ts'
import { runActions } from './run-actions.ts'
import { scheduledWords } from './scheduled.ts'
import { statusLine } from './status-line.ts'
import { barOf } from './step-words.ts'
import { holdWords, waitsFor } from './waits-for.ts'

/** The one message that is a run: what is going on, what it waits for, what can be done. Edited as the run goes on. */
export function runCard(view: RunView): Card {
  const { run, stall } = view
  const waits = waitsFor(view)
  const fallback = lines(md`${run.plan.migration} ${run.id}: ${statusLine(view)}`, waits && md`Waits for ${waits}`)
  return card(fallback, [
    header(`${run.plan.migration} · ${run.id}`),
    section(lines(statusLine(view), bar(view))),
    section(lines(...disksOf(view))),
    section(
      lines(...needs(run, waits), stall === undefined ? undefined : md`:warning: *Stuck:* ${stall}`, quietLine(run)),
    ),
    section(changedWords(run)),
    section(scheduledWords(run)),
    facts(factsOf(view)),
    planBlock(run),
    runActions(run, `${run.id}/card`),
    context(overrideLines(run)),
    context(adoptionWords(run)),
    context(nextWordLine(view)),
    context(footer(view)),
  ])
}

function needs(run: Run, waits: Md | undefined): readonly (Md | undefined)[] {
  const held = holdWords(run)
  return [held && md`*Held by* ${held}`, waits && md`*Waits for* ${waits}`]
}

function bar({ progress, run }: RunView): Md | undefined {
  const step = liveStep(run)
  const far = isPaused(run) && step ? progressOf(run, step.id).paused?.progress : progress
  const cells = far && (isActing(run) || isPaused(run)) ? barOf(far) : undefined
  return cells === undefined ? undefined : code(cells)
}

/** Room on the disks that the live step may fill, while it acts or rests. */
function disksOf({ run, disks = [] }: RunView): readonly Md[] {
  if (!isActing(run) && !isPaused(run)) return []
  return disks.map(({ text, tight }) => (tight ? md`${icon('warning')} ${text}` : md`${icon('floppy_disk')} ${text}`))
}

function factsOf(view: RunView): readonly (Md | undefined)[] {
  const { run } = view
  return [
    md`*Driver*\n${driverWords(run)}`,
    timeFact(view),
    md`*Point of no return*\n${noReturnWords(view)}`,
    view.eta.fit && md`*Window*\n${fitWords(view.eta.fit)}`,
    modeWords(view),
  ]
}

function timeFact(view: RunView): Md {
  const { run } = view
  if (run.schedule && !hasBegun(run) && !hasEnded(run)) return md`*Begins*\n${when(run.schedule.startsAt)}`
  return hasEnded(run) ? md`*Took*\n${tookWords(run)}` : md`*ETA*\n${etaLine(view)}`
}

/** Nobody should take a run on what people use for a rehearsal. */
function modeWords({ run, environment }: RunView): Md | undefined {
  if (isRehearsal(run.plan)) return md`*Mode*\nrehearsal: nothing of production is changed`
  return environment === undefined ? undefined : md`*Mode*\nproduction, on ${bold(environment)}`
}

function etaLine({ run, eta }: RunView): Md {
  const { at, spread, rest } = etaWords(run, eta)
  const later = laterWords(eta)
  return lines(
    at === undefined ? md`${rest}` : md`${when(at)}${spread === undefined ? md`` : md` ${spread}`}, ${rest}`,
    later === undefined ? undefined : md`${later}`,
  )
}

function driverWords({ driver, handover }: Run): Md {
  if (!handover) return mention(driver)
  return md`${mention(driver)}, after ${mention(handover.from)}, since ${when(handover.at)}`
}

function tookWords({ startedAt, endedAt }: Run): string {
  return endedAt === undefined ? 'N/A' : formatMs(Date.parse(endedAt) - Date.parse(startedAt))
}

function footer({ run, head }: RunView): Md {
  return md`Started by ${mention(run.startedBy)} ${when(run.startedAt)} · chain ${code(head.slice(0, 12))} · ${code(`/migrate why ${run.id}`)}`
}
