import { defineSubcommand } from '../src/kit.ts'

export default defineSubcommand({
  name: 'release',
  usage: '[run]',
  help: 'Let a held run go on.',
  run: async ({ words }, { runs, channel, person }) => {
    const run = await runs.find(words[0], channel)
    await runs.send(run.id, { type: 'release', by: person })
    return { text: `${run.id} goes on.` }
  },
})
