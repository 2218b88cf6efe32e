import { defineSubcommand } from '../src/kit.ts'

export default defineSubcommand({
  name: 'release',
  usage: '[run] [override="…"]',
  help: 'Let a held run go on; with override=, though a window is closed.',
  run: async ({ words, options }, { runs, channel, person }) => {
    const run = await runs.find(words[0], channel)
    await runs.send(run.id, { type: 'release', by: person, override: options['override'] })
    return { text: `${run.id} goes on.` }
  },
})
