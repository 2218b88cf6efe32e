import { defineSubcommand, liveStep, progressOf, type Run } from '../src/kit.ts'

export default defineSubcommand({
  name: 'logs',
  usage: '[run] [step]',
  help: 'The end of a step’s log, secrets and row content masked.',
  run: async ({ words }, { runs, channel }) => {
    const run = await runs.find(words[0], channel)
    const step = words[1] ?? latestWithJob(run)
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
