import { defineSubcommand } from '../src/kit.ts'

export default defineSubcommand({
  name: 'skip',
  usage: '[run] reason="…"',
  help: 'Pass over the step that failed or waits; later gates show it.',
  run: async ({ words, options }, { runs, channel, person }) => {
    const run = await runs.find(words[0], channel)
    await runs.send(run.id, { type: 'skip', by: person, reason: options['reason'] ?? words.slice(1).join(' ') })
    return { text: `${run.id} goes on without that step. Every later gate shows that it was skipped, and why.` }
  },
})
