import { defineSubcommand, liveStep, progressOf, type Run, refuse } from '../src/kit.ts'

export default defineSubcommand({
  name: 'logs',
  usage: '[run] [step]',
  help: 'The end of a step’s log, secrets and row content masked.',
  run: async ({ words }, { runs, address }) => {
    const { run, said } = await address(words)
    const step = said || latestWithJob(run)
    if (!run.plan.steps.some(({ id }) => id === step))
      refuse('no-such-step', `${run.id} has no step ${step}. /migrate steps ${run.id} lists them.`)
    const log = await runs.logOf(run, step)
    if (log === '') return { text: `${step} of ${run.id} has written no log that was read.` }
    return {
      text: `End of the log of ${step}, attempt ${progressOf(run, step).attempt}. The whole log stays on the host.`,
      code: log,
    }
  },
})

function latestWithJob(run: Run): string {
  const jobs = run.plan.steps.slice(0, run.at + 1).filter((step) => 'act' in step && step.act.do === 'job')
  return jobs.at(-1)?.id ?? liveStep(run)?.id ?? ''
}
