import { actedMs, adoptionLines, defineSubcommand, dissentLines, effectOf, formatMs, progressOf } from '../src/kit.ts'

export default defineSubcommand({
  name: 'steps',
  usage: '[run]',
  help: 'Every step of a run: state, attempts, time, who.',
  run: async ({ words }, { runs, channel }) => {
    const run = await runs.find(words[0], channel)
    const rows = run.plan.steps.map((step, index) => {
      const progress = progressOf(run, step.id)
      const { state, attempt, actedAt, endedAt, by } = progress
      const took = actedAt && endedAt ? formatMs(actedMs(progress, endedAt) ?? 0) : '-'
      return [index + 1, step.id, effectOf(step), state, attempt || '-', took, by ? `<@${by}>` : '-']
    })
    return {
      text: [
        `Steps of ${run.id} (${run.plan.migration}), plan ${run.plan.digest.slice(0, 12)}.`,
        ...dissentLines(run),
        ...adoptionLines(run),
      ].join('\n'),
      table: { rows: [['#', 'Step', 'Effect', 'State', 'Attempts', 'Took', 'By'], ...rows] },
    }
  },
})
