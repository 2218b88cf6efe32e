import { defineSubcommand, dissentLines, liveStep, progressOf, type Run, refuse, unmentioned } from '../src/kit.ts'

export default defineSubcommand({
  name: 'evidence',
  usage: '[run] [step]',
  help: 'What the checks of a step measured; without a step, the newest.',
  run: async ({ words }, { address }) => {
    const { run, said } = await address(words)
    const step = said || newest(run)
    const evidence = run.gate?.step === step ? run.gate.evidence : progressOf(run, step).evidence
    if (!run.plan.steps.some(({ id }) => id === step))
      refuse('no-such-step', `${run.id} has no step ${step}. /migrate steps ${run.id} lists them.`)
    if (evidence.length === 0) return { text: `${step} of ${run.id} has measured nothing yet.` }
    const [main] = evidence
    const lines = evidence.map(
      ({ title, outcome, summary, measuredAt }) =>
        `${outcome}: ${unmentioned(title)} (${measuredAt.slice(0, 19).replace('T', ' ')} UTC). ${unmentioned(summary)}`,
    )
    return { text: [...lines, ...dissentLines(run)].join('\n'), table: main?.table }
  },
})

function newest(run: Run): string {
  if (run.gate) return run.gate.step
  const measured = run.plan.steps.slice(0, run.at + 1).findLast(({ id }) => progressOf(run, id).evidence.length > 0)
  return measured?.id ?? liveStep(run)?.id ?? ''
}
