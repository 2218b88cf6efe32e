import { defineSubcommand } from '../src/kit.ts'

export default defineSubcommand({
  name: 'abort',
  usage: '[run] reason="…"',
  help: 'Give a run up: its jobs are stopped, what it did stays.',
  run: async ({ words, options }, { runs, channel, person }) => {
    const run = await runs.find(words[0], channel)
    await runs.send(run.id, { type: 'abort', by: person, reason: options['reason'] ?? words.slice(1).join(' ') })
    return { text: `${run.id} is being aborted. What it did so far stays; /migrate steps ${run.id} lists it.` }
  },
})
