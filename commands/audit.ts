import { defineSubcommand } from '../src/kit.ts'

const SHOWN = 10

export default defineSubcommand({
  name: 'audit',
  usage: '[run]',
  help: 'Is the record whole, who was refused what; every event of a run as a file.',
  run: async ({ words }, { runs, records, channel }) => {
    const run = await runs.find(words[0], channel)
    const [chain, history, file] = await Promise.all([
      records.chain(),
      runs.journal.history(run.id),
      records.audit(run.id),
    ])
    const proven = chain.problem ?? `All ${chain.events} events of this journal are as they were written.`
    const refusals = history.flatMap(({ event }) => (event.type === 'refused' ? [event] : []))
    const rows = refusals
      .slice(-SHOWN)
      .map(({ at, actor, what, code, sentence }) => [minute(at), `<@${actor}>`, what, code, sentence])
    const text = [
      `${proven} Head of the chain: ${chain.head}`,
      `${history.length} of them are of ${run.id} (${run.plan.migration}); the hash of its newest is ${history.at(-1)?.hash}.`,
      refusals.length === 0 ? 'Nobody was refused anything.' : `Refusals: ${refusals.length}. The newest:`,
    ].join('\n')
    const table = { rows: [['When (UTC)', 'Who', 'Asked for', 'Rule', 'Was told'], ...rows] }
    return { text, ...(rows.length > 0 && { table }), files: [file] }
  },
})

function minute(at: string): string {
  return at.slice(0, 16).replace('T', ' ')
}
