import { defineSubcommand } from '../src/kit.ts'

export default defineSubcommand({
  name: 'retry',
  usage: '[run] [override="…"]',
  help: 'Try the failed step again, as a new attempt.',
  run: async ({ words, options }, { runs, channel, person }) => {
    const run = await runs.find(words[0], channel)
    await runs.send(run.id, { type: 'retry', by: person, override: options['override'] })
    return { text: `${run.id} tries again, as a new attempt.` }
  },
})
