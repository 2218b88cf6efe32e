import { defineSubcommand, isRehearsal } from '../src/kit.ts'

export default defineSubcommand({
  name: 'abort',
  usage: '[run] reason="…"',
  help: 'Give a run up: its jobs are stopped, what it did stays.',
  run: async ({ words, options }, { runs, address, person }) => {
    const { run, said } = await address(words, options['reason'])
    await runs.send(run.id, { type: 'abort', by: person, reason: said })
    const rest = isRehearsal(run.plan) ? 'What the rehearsal made is taken back' : 'What it did so far stays'
    return { text: `${run.id} is being aborted. ${rest}; /migrate steps ${run.id} lists it.` }
  },
})
