import { defineSubcommand } from '../src/kit.ts'

export default defineSubcommand({
  name: 'hold',
  usage: '[run] reason="…"',
  help: 'Stop before the next act; anybody may.',
  run: async ({ words, options }, { runs, channel, person }) => {
    const run = await runs.find(words[0], channel)
    await runs.send(run.id, { type: 'hold', by: person, reason: options['reason'] ?? words.slice(1).join(' ') })
    return { text: `${run.id} is held: it stops before its next act. /migrate release ${run.id} lets it go on.` }
  },
})
