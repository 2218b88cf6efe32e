import { defineSubcommand } from '../src/kit.ts'

export default defineSubcommand({
  name: 'rollback',
  usage: '[run] reason="…"',
  help: 'Take finished steps back, latest first; only before the point of no return.',
  run: async ({ words, options }, { runs, channel, person }) => {
    const run = await runs.find(words[0], channel)
    await runs.send(run.id, { type: 'rollback', by: person, reason: options['reason'] ?? words.slice(1).join(' ') })
    return { text: `${run.id} is rolling back. /migrate why ${run.id} says where it is.` }
  },
})
