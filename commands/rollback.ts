import { defineSubcommand } from '../src/kit.ts'

export default defineSubcommand({
  name: 'rollback',
  usage: '[run] reason="…" [override="…"]',
  help: 'Take finished steps back, latest first; only before the point of no return.',
  run: async ({ words, options }, { runs, address, person }) => {
    const { run, said } = await address(words, options['reason'])
    await runs.send(run.id, { type: 'rollback', by: person, reason: said, override: options['override'] })
    return { text: `${run.id} is rolling back. /migrate why ${run.id} says where it is.` }
  },
})
