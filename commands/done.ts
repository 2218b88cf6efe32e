import { defineSubcommand } from '../src/kit.ts'

export default defineSubcommand({
  name: 'done',
  usage: '[run] note="…"',
  help: 'Say that what was asked for by hand is done.',
  run: async ({ words, options }, { runs, address, person }) => {
    const { run, said } = await address(words, options['note'] ?? options['reason'])
    await runs.send(run.id, { type: 'done', by: person, note: said })
    return { text: `Noted: done by hand, by you. ${run.id} goes on.` }
  },
})
