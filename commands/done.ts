import { defineSubcommand } from '../src/kit.ts'

export default defineSubcommand({
  name: 'done',
  usage: '[run] note="…"',
  help: 'Say that what was asked for by hand is done.',
  run: async ({ words, options }, { runs, channel, person }) => {
    const run = await runs.find(words[0], channel)
    await runs.send(run.id, {
      type: 'done',
      by: person,
      note: options['note'] ?? options['reason'] ?? words.slice(1).join(' '),
    })
    return { text: `Noted: done by hand, by you. ${run.id} goes on.` }
  },
})
