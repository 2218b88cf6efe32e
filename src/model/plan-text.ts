import { type Plan, pointOfNoReturn } from './plan.ts'
import { show } from './shell.ts'
import { type Act, effectOf, gateOf, type Step, undoOf } from './step.ts'

/** A plan as people read it: what was chosen and why, then order, effect, host, exact command, roles, undo. */
export function planText(plan: Plan): string {
  const gone = pointOfNoReturn(plan)
  const lines = plan.steps.flatMap((step, index) => [
    ...(index === gone ? ['----- point of no return -----'] : []),
    stepText(step, index),
  ])
  const head = plan.because?.length ? `${plan.because.join('\n')}\n\n` : ''
  return `${head}${lines.join('\n')}\n\ndigest ${plan.digest}`
}

function stepText(step: Step, index: number): string {
  const head = `${String(index + 1).padStart(3)}. ${step.id} (${effectOf(step)})  ${step.title}`
  const gate = gateOf(step)
  return [
    head,
    ...('act' in step ? actText(step.act) : []),
    ...(gate
      ? [
          `approvals: ${Object.entries(gate.approvals)
            .map(([role, count]) => `${count} ${role}`)
            .join(', ')}`,
        ]
      : []),
    ...('destroys' in step ? [`destroys: ${step.destroys}`] : []),
    ...('instructions' in step ? [step.instructions] : []),
    ...('undo' in step ? [`undo: ${undoText(step)}`] : []),
  ]
    .map((line, at) => (at === 0 ? line : indent(line)))
    .join('\n')
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
