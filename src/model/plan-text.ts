import { formatMs } from './duration.ts'
import { type Plan, pointOfNoReturn } from './plan.ts'
import { show } from './shell.ts'
import { type Act, effectOf, type GateSpec, gateOf, type Step, undoOf } from './step.ts'

/** A plan as people read it: what was chosen and why, then order, effect, host, exact command, roles, undo. */
export function planText(plan: Plan): string {
  const gone = pointOfNoReturn(plan)
  const lines = plan.steps.flatMap((step, index) => [
    ...(index === gone ? ['----- point of no return -----'] : []),
    stepText(step, index),
  ])
  const head = plan.because?.length ? `${plan.because.join('\n')}\n\n` : ''
  return `${rehearsalText(plan)}${head}${lines.join('\n')}\n\ndigest ${plan.digest}`
}

function rehearsalText({ mode, rehearses = '', leavesOut = [] }: Plan): string {
  if (mode !== 'rehearsal') return ''
  const out = leavesOut.map((sentence) => `  ${sentence}\n`)
  return `Rehearsal of the plan with digest ${rehearses.slice(0, 12)}. What it leaves out:\n${out.join('')}\n`
}

function stepText(step: Step, index: number): string {
  const head = `${String(index + 1).padStart(3)}. ${step.id} (${effectOf(step)})  ${step.title}`
  return [head, ...stepLines(step).map(indent)].join('\n')
}

/** What a step does, for whom it waits, and how it is taken back; one part a line or more. */
export function stepLines(step: Step): readonly string[] {
  const gate = gateOf(step)
  return [
    ...('act' in step ? actText(step.act) : []),
    ...(gate ? gateText(gate) : []),
    ...('destroys' in step ? [`destroys: ${step.destroys}`] : []),
    ...('instructions' in step ? [step.instructions] : []),
    ...('undo' in step ? [`undo: ${undoText(step)}`] : []),
  ]
}

function gateText(gate: GateSpec): readonly string[] {
  const approvals = Object.entries(gate.approvals).map(([role, count]) => `${count} ${role}`)
  const clocks = clockTexts(gate)
  return [`approvals: ${approvals.join(', ')}`, ...(clocks.length > 0 ? [`clocks: ${clocks.join(', ')}`] : [])]
}

function clockTexts({ voteByMs, actByMs, freshForMs, escalateTo }: GateSpec): readonly string[] {
  return [
    ...(voteByMs === undefined ? [] : [`decide within ${formatMs(voteByMs)}`]),
    ...(escalateTo === undefined ? [] : [`${escalateTo} is told before that ends`]),
    ...(actByMs === undefined ? [] : [`begin within ${formatMs(actByMs)} of the last approval`]),
    ...(freshForMs === undefined ? [] : [`evidence counts for ${formatMs(freshForMs)}`]),
  ]
}

function actText(act: Act): readonly string[] {
  if (act.do === 'job') return [`on ${act.on}:`, show(act.run)]
  return [act.do === 'stop' ? `on ${act.on}: end the job of ${act.jobOf}` : act.shows]
}

function undoText(step: Step): string {
  const undo = undoOf(step)
  if (typeof undo === 'string') return undo === 'none' ? 'none: this cannot be taken back' : 'nothing to take back'
  if (undo.do === 'manual') return undo.instructions
  return undo.do === 'stop' ? `end the job of ${undo.jobOf}` : show(undo.run)
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `     ${line}`)
    .join('\n')
}
