import { defineSubcommand } from '../src/kit.ts'

export default defineSubcommand({
  name: 'abort',
  usage: '[run] reason="…"',
  help: 'Give a run up: its jobs are stopped, what it did stays.',
  run: async ({ words, options }, { runs, address, person }) => {
    const { run, said } = await address(words, options['reason'])
    await runs.send(run.id, { type: 'abort', by: person, reason: said })
    return { text: `${run.id} is being aborted. What it did so far stays; /migrate steps ${run.id} lists it.` }
  },
})
