import type { Adoption } from '../../model/adoption.ts'
import type { RunEvent } from '../../model/event.ts'
import type { PlanChange } from '../../model/plan-change.ts'
import { changeWords, isWatched, waysOn } from '../../model/plan-hold.ts'
import { hasEnded, type Run } from '../../model/run.ts'
import { bare } from '../../model/user-error.ts'
import { clamp, oneLine } from './clamp.ts'
import { bold, code, join, lines, long, type Md, md, mention, spoken, when } from './mrkdwn.ts'

const LISTED_MAX = 5

/** Why a run does not go on while its file gives another plan, and the ways on. Undefined while it gives the plan of the run. */
export function changedWords(run: Run): Md | undefined {
  const { planChange, adoptAsked } = run
  if (!planChange || hasEnded(run)) return undefined
  return lines(
    run.hold?.about === 'plan' && !run.gate
      ? undefined
      : md`*Another plan in the file:* ${long(changeWords(planChange), 800)}`,
    md`${waysOn(run, planChange)}`,
    adoptAsked && md`${askWords(adoptAsked)} ${confirmWords(run)}`,
  )
}

/** Every time that the run went on by another plan: said for as long as the run is shown. */
export function adoptionWords({ adoptions = [] }: Run): Md | undefined {
  if (adoptions.length === 0) return undefined
  return lines(...adoptions.slice(-LISTED_MAX).map(adoptionLine))
}

/** Who moved the run to another plan, why, and what is different. */
export function adoptionLine({ asked, by, at, reason, says }: Adoption): Md {
  const why = md`${long(bare(asked.reason), 200)} / ${long(bare(reason), 200)}`
  return md`*Plan changed on the way* by ${mention(asked.by)} and ${mention(by)}, ${when(at)}: ${why}. ${long(says.join(' '), 400)}`
}

/** The line of the thread for what became of the plan. */
export function planLine(run: Run, event: RunEvent): Md | undefined {
  switch (event.type) {
    case 'adopt-asked':
      return md`${askWords({ ...event, by: event.actor })} ${long(event.says.join(' '), 400)}`
    case 'adopted': {
      const one = run.adoptions?.at(-1)
      return one && adoptionLine(one)
    }
    case 'step-dropped':
      return md`Attempt ${event.attempt} of ${bold(event.step)} had not begun to act, and is given up with the plan before.`
    default:
      return undefined
  }
}

/** The post for what became of the plan. What Drover holds the run for is in the post about that hold. */
export function planNotice(run: Run, event: RunEvent): Md | undefined {
  switch (event.type) {
    case 'plan-changed':
      return run.hold || isWatched(run) ? changed(run, event) : undefined
    case 'plan-follows':
      return md`*The file gives the plan again:* ${named(run)}. ${code(`/migrate release ${run.id}`)} lets it go on.`
    case 'adopt-asked':
      return lines(
        md`*Another plan?* ${named(run)}: ${askWords({ ...event, by: event.actor })}`,
        ...listed(event.says),
        confirmWords(run),
      )
    case 'adopted':
      return lines(
        md`*Plan changed:* ${named(run)}, by ${mention(run.adoptions?.at(-1)?.asked.by ?? '')} and ${mention(event.actor)}. Neither of them decides on a gate of it.`,
        ...listed(event.says),
        run.hold ? md`${code(`/migrate release ${run.id}`)} lets it go on by the new plan.` : undefined,
      )
    default:
      return undefined
  }
}

function changed(run: Run, change: PlanChange): Md {
  return lines(
    md`*Another plan in the file:* ${named(run)}. ${long(changeWords(change), 800)}`,
    md`${waysOn(run, change)}`,
  )
}

function askWords({ by, reason, digest }: { by: string; reason: string; digest: string }): Md {
  return md`${mention(by)} asks to go on by the plan ${code(digest.slice(0, 12))} of the file: ${long(bare(reason), 400)}.`
}

function confirmWords({ id, plan: { roles } }: Run): Md {
  return md`Somebody else with ${join(roles.map(bold), ' or ')} says so too: ${code(`/migrate adopt ${id} reason="…"`)}`
}

function listed(says: readonly string[]): readonly Md[] {
  const shown = says.slice(0, LISTED_MAX).map((sentence) => md`• ${spoken(clamp(oneLine(sentence), 240))}`)
  return says.length > LISTED_MAX ? [...shown, md`• and ${says.length - LISTED_MAX} more`] : shown
}

function named(run: Run): Md {
  return md`${bold(run.plan.migration)} ${code(run.id)}`
}
