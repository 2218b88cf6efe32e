import { defineSubcommand } from '../src/kit.ts'

export default defineSubcommand({
  name: 'skip',
  usage: '[run] reason="…"',
  help: 'Pass over the step that failed or waits; later gates show it.',
  run: async ({ words, options }, { runs, address, person }) => {
    const { run, said } = await address(words, options['reason'])
    await runs.send(run.id, { type: 'skip', by: person, reason: said })
    return { text: `${run.id} goes on without that step. Every later gate shows that it was skipped, and why.` }
  },
})
