import { countEffects, type Plan } from '../../model/plan.ts'
import { isRehearsal } from '../../model/rehearsal.ts'
import { effectOf, gateOf, type Step, undoOf } from '../../model/step.ts'
import { section } from './block.ts'
import type { Block } from './card.ts'
import { clamp, oneLine } from './clamp.ts'
import { commandOf } from './gate-question.ts'
import { bold, code, icon, join, lines, long, type Md, md } from './mrkdwn.ts'
import { counted } from './step-words.ts'

const SIGNS: Readonly<Record<ReturnType<typeof effectOf>, string>> = {
  'read-only': 'mag',
  changing: 'wrench',
  destructive: 'boom',
  people: 'busts_in_silhouette',
}
const PACK_MAX = 2900
const COMMAND_MAX = 160
const STEP_MIN = 60

/** What was chosen and why, then the plan as a list: sign, title, host and command, who has to agree, and the way back. At most `max` characters. */
export function planBlocks(plan: Plan, max: number): readonly (Block | undefined)[] {
  const counts = countEffects(plan)
  const heading = md`${isRehearsal(plan) ? md`*REHEARSAL* · ` : md``}${bold(plan.migration)} in ${counted(plan.steps.length, 'step')}: ${icon('mag')} ${counts['read-only']} read-only · ${icon('wrench')} ${counts.changing} changing · ${icon('boom')} ${counts.destructive} destructive · ${icon('busts_in_silhouette')} ${counts.people} waiting for people`
  const because = becauseLines(plan)
  const room = max - 400 - (because?.md.length ?? 0)
  const each = Math.max(STEP_MIN, Math.floor(room / Math.max(1, plan.steps.length)))
  const items = plan.steps.map((step, index) => stepItem(step, index, each))
  return [because && section(because), section(heading), ...packed(items, room).map(section)]
}

const BECAUSE_MAX = 2800
const SENTENCE_MAX = 300

/** What a rehearsal leaves out and what the planner said, one a line, as many as fit; undefined when there is neither. */
export function becauseLines({ because = [], leavesOut = [] }: Plan): Md | undefined {
  const said = [...leavesOut, ...because]
    .slice(0, Math.floor(BECAUSE_MAX / SENTENCE_MAX) * 2)
    .map((one) => md`• ${long(one, SENTENCE_MAX)}`)
  const fitting = said.filter((_, index) => lines(...said.slice(0, index + 1)).md.length <= BECAUSE_MAX)
  return fitting.length > 0 ? lines(...fitting) : undefined
}

/** Title, then where and what it runs, then people and the way back; what does not fit in `max` is left out. */
function stepItem(step: Step, index: number, max: number): Md {
  const title = md`${index + 1}. ${icon(SIGNS[effectOf(step)])} ${bold(clamp(oneLine(step.title), 80))}`
  const facts = join([peopleWords(step), backWords(step)], ' · ')
  const room = max - title.md.length - facts.md.length
  const full = lines(title, join([actWords(step, room), facts], ' · '))
  return full.md.length <= max ? full : title
}

function actWords(step: Step, room: number): Md | undefined {
  if (!('act' in step)) return undefined
  const place = md`on ${bold(step.act.on)}`
  const max = Math.min(COMMAND_MAX, room - place.md.length - 10)
  return max < 24 ? place : md`${place}: ${code(clamp(oneLine(tellingLines(commandOf(step.act))), max))}`
}

function peopleWords(step: Step): Md | undefined {
  const approvals = Object.entries(gateOf(step)?.approvals ?? {})
  if (approvals.length > 0)
    return md`needs ${join(
      approvals.map(([role, count]) => md`${count} × ${role}`),
      ', ',
    )}`
  if (step.kind !== 'manual') return undefined
  return step.roles.length > 0 ? md`by ${step.roles.join(' or ')}` : md`by the driver`
}

function backWords(step: Step): Md | undefined {
  const undo = undoOf(step)
  if (undo === 'nothing') return undefined
  if (undo === 'none') return md`*no way back*`
  return undo.do === 'manual' ? md`undo by hand` : md`undo: ${code(clamp(oneLine(tellingLines(commandOf(undo))), 60))}`
}

/** A command without the lines that only set variables; the file with the whole plan has them. */
function tellingLines(command: string): string {
  return command.replaceAll(/^export .*\n/gm, '')
}

/** Items in paragraphs as large as Slack takes them, and a last line for those that do not fit. */
function packed(items: readonly Md[], max: number): readonly Md[] {
  const paragraphs: Md[] = []
  let used = 0
  for (const [index, item] of items.entries()) {
    used += item.md.length + 1
    if (used > max) return [...paragraphs, md`and ${items.length - index} more steps`]
    const last = paragraphs.at(-1)
    if (last && last.md.length + item.md.length < PACK_MAX) paragraphs[paragraphs.length - 1] = lines(last, item)
    else paragraphs.push(item)
  }
  return paragraphs
}
