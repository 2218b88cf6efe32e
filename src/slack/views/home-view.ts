import { missingApprovals } from '../../model/gate.ts'
import { isRehearsal } from '../../model/rehearsal.ts'
import { hasEnded, liveStep, type Person, type Run } from '../../model/run.ts'
import { header, present, section } from './block.ts'
import { button } from './button.ts'
import type { Block, Home } from './card.ts'
import { clamp, oneLine } from './clamp.ts'
import { bold, code, lines, listed, type Md, md, place, when } from './mrkdwn.ts'

const LISTED_MAX = 10

/** What somebody's App Home is drawn from. `recent` are runs that have ended, newest first. */
export interface HomeFacts {
  readonly person: Person
  readonly active: readonly Run[]
  readonly recent: readonly Run[]
}

/** What waits for me, what runs, and what ran. */
export function homeView({ person, active, recent }: HomeFacts): Home {
  const mine = active.filter((run) => rolesToDecide(run, person).length > 0)
  return {
    type: 'home',
    blocks: present([
      header('Your decisions'),
      ...listOf(mine, (run) => decisionLine(run, person), md`Nothing waits for you.`),
      { type: 'divider' },
      header('Active runs'),
      ...listOf(active, activeLine, md`Nothing runs. ${code('/migrate list')} shows what can be started.`),
      { type: 'divider' },
      header('Last runs'),
      ...listOf(recent, endedLine, md`No run has ended yet.`),
    ]),
  }
}

/** The roles in which this person can still decide at the run's open gate; the starter of a run never decides on it. */
export function rolesToDecide(run: Run, { id, roles }: Person): readonly string[] {
  const step = liveStep(run)
  const { gate } = run
  if (!step || !gate || run.phase !== 'asking' || hasEnded(run) || id === run.startedBy) return []
  if (gate.decisions.some(({ person }) => person === id)) return []
  return Object.keys(missingApprovals(step, gate)).filter((role) => roles.includes(role))
}

function listOf(runs: readonly Run[], line: (run: Run) => Md, empty: Md): readonly (Block | undefined)[] {
  if (runs.length === 0) return [section(empty)]
  const more = runs.length > LISTED_MAX ? section(md`and ${runs.length - LISTED_MAX} more`) : undefined
  return [...runs.slice(0, LISTED_MAX).map((run) => withDetails(run, line(run))), more]
}

function withDetails(run: Run, text: Md): Block | undefined {
  const block = section(text)
  return block && { ...block, accessory: button('details', { run: run.id, step: liveStep(run)?.id, card: 'home' }) }
}

function decisionLine(run: Run, person: Person): Md {
  const roles = listed(rolesToDecide(run, person).map(bold))
  const asked = run.gate
    ? md`Asked ${when(run.gate.openedAt)}. The card with the evidence is in ${place(run.channel)}.`
    : md``
  return lines(md`${named(run)}: ${bold(liveStep(run)?.title ?? run.id)}, as ${roles}`, asked)
}

function activeLine(run: Run): Md {
  const at = `step ${Math.min(run.at + 1, run.plan.steps.length)} of ${run.plan.steps.length}`
  const title = clamp(oneLine(liveStep(run)?.title ?? ''), 100)
  return lines(md`${named(run)}: *${run.status}*`, md`${at}${title === '' ? '' : `: ${title}`}`)
}

function endedLine(run: Run): Md {
  return lines(md`${named(run)}: *${run.status}*`, run.endedAt === undefined ? undefined : when(run.endedAt))
}

function named(run: Run): Md {
  return md`${isRehearsal(run.plan) ? md`*REHEARSAL* · ` : md``}${bold(run.plan.migration)} ${code(run.id)}`
}
