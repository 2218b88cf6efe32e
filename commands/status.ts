import { defineSubcommand, handoverWords, hasEnded, isRehearsal, liveStep, refuse } from '../src/kit.ts'

export default defineSubcommand({
  name: 'status',
  usage: '[run]',
  help: 'Where a run is, or the runs of this channel.',
  run: async ({ words }, { runs, channel, threadRun }) => {
    const [id] = words
    const all = await runs.journal.list({ channel, limit: 20 })
    if (id === undefined && threadRun === undefined && all.filter((run) => !hasEnded(run)).length !== 1) {
      if (all.length === 0)
        refuse('no-run-here', 'No run was ever started in this channel. /migrate list shows what can be started.')
      const rows = all.map((run) => [
        run.id,
        `${run.plan.migration}${isRehearsal(run.plan) ? ' (rehearsal)' : ''}`,
        run.status,
        liveStep(run)?.id ?? '-',
        run.startedAt.slice(0, 16).replace('T', ' '),
      ])
      return {
        text: 'Runs of this channel, newest first.',
        table: { rows: [['Run', 'Migration', 'Status', 'Step', 'Started (UTC)'], ...rows] },
      }
    }
    const run = await runs.find(id, channel)
    const done = run.plan.steps.filter((_step, index) => index < run.at).length
    const progress = runs.progressOf(run.id)
    const driver = handoverWords(run)
    const lines = [
      ...(driver ? [driver] : []),
      `${run.plan.migration} ${run.id} is ${run.status}, ${done} of ${run.plan.steps.length} steps done${hasEnded(run) ? '' : `, now at ${liveStep(run)?.id}`}.`,
      ...(isRehearsal(run.plan) ? ['It is a rehearsal: nothing of production is changed.'] : []),
      ...(progress?.note ? [progress.note] : []),
      ...runs.disksOf(run.id).map(({ text }) => `${text}.`),
      ...(hasEnded(run) ? [] : [`/migrate why ${run.id} says what it waits for.`]),
    ]
    return { text: lines.join(' ') }
  },
})
