import { hostsOf } from '../../model/plan.ts'
import { liveStep, type Run } from '../../model/run.ts'
import { setOff } from '../../model/set-off.ts'
import { show } from '../../model/shell.ts'
import { type Act, effectOf, type Step, undoOf } from '../../model/step.ts'
import { context, fixedWidth } from './block.ts'
import type { Block } from './card.ts'
import { clamp, oneLine } from './clamp.ts'
import { bold, code, listed, long, type Md, md } from './mrkdwn.ts'
import { counted } from './step-words.ts'

const COMMAND_MAX = 1200

/** The question as one line of plain text. */
export function questionText(step: Step | undefined, fallback: string): string {
  return `Approve “${clamp(oneLine(step?.title ?? fallback), 90)}”?`
}

/** What an approval sets off, what is gone afterwards, and whether it can be undone. */
export function consequences(run: Run, step: Step): Md {
  if (step.kind !== 'destructive') return goesOn(run)
  return md`Approve, and this is *destroyed* on ${bold(step.act.on)}: ${long(step.destroys, 500)}. ${undoSentence(step)}`
}

/** For a confirm dialog and a window: what is destroyed, in plain text. */
export function destroysText(step: Step): string | undefined {
  if (step.kind !== 'destructive') return undefined
  const end = step.undo === 'none' ? 'This cannot be undone.' : 'There is a way back, see the card.'
  return `Destroys ${clamp(oneLine(step.destroys), 160)}. ${end}`
}

/** What an act runs, in the words of the shell. */
export function commandOf(act: Act): string {
  if (act.do === 'job') return show(act.run)
  return act.do === 'stop' ? `stop the job of ${act.jobOf}` : act.shows
}

/** The exact command of a gated act, in fixed width; a line says so when there is more of it. */
export function commandBlocks(run: Run, step: Step): readonly (Block | undefined)[] {
  if (!('act' in step)) return []
  const command = `${step.act.on}$ ${commandOf(step.act)}`
  const isLonger = command.length > COMMAND_MAX
  const note = isLonger
    ? context(md`The command is longer than this. ${code(`/migrate steps ${run.id}`)} shows all of it.`)
    : undefined
  return [...fixedWidth(clamp(command, COMMAND_MAX)), note]
}

function undoSentence(step: Step): Md {
  const undo = undoOf(step)
  if (undo === 'none') return md`*It cannot be undone.*`
  if (undo === 'nothing') return md`It leaves nothing behind to take back.`
  if (undo.do === 'manual') return md`Undoing it is hand work: ${undo.instructions}`
  return md`It can be undone on ${bold(undo.on)}: ${clamp(oneLine(commandOf(undo)), 200)}`
}

/** The steps up to the next gate are what this approval sets off. */
function goesOn(run: Run): Md {
  const set = setOff(run)
  const first = set[0]
  if (!first && run.at + 1 >= run.plan.steps.length) return md`Approve, and ${run.id} is done. Nothing more is changed.`
  if (!first) return md`Approve, and ${run.id} goes on to the next question. Nothing is changed before that.`
  const hosts = hostsOf({ ...run.plan, steps: set }).map(bold)
  const where = hosts.length > 0 ? md` on ${listed(hosts.slice(0, 4))}` : md``
  return md`Approve, and ${run.id} goes on with ${counted(set.length, 'step')}${where}: ${effects(set)}, first ${bold(first.title)}. ${wayBack(set)}`
}

function wayBack(steps: readonly Step[]): Md {
  if (steps.every((step) => effectOf(step) === 'read-only')) return md`None of it changes anything.`
  const stuck = steps.filter((step) => undoOf(step) === 'none').map(({ title }) => bold(title))
  return stuck.length > 0 ? md`${listed(stuck.slice(0, 3))} *cannot be undone.*` : md`All of it can be taken back.`
}

function effects(steps: readonly Step[]): Md {
  const kinds = ['changing', 'people', 'read-only'] as const
  const named = { changing: 'changing', people: 'by hand', 'read-only': 'read-only' }
  const counts = kinds.map((kind) => ({ kind, count: steps.filter((step) => effectOf(step) === kind).length }))
  return listed(counts.filter(({ count }) => count > 0).map(({ kind, count }) => md`${count} ${named[kind]}`))
}

/** The step a gate belongs to. */
export function gatedStep(run: Run, gate: { step: string }): Step | undefined {
  return run.plan.steps.find(({ id }) => id === gate.step) ?? liveStep(run)
}
