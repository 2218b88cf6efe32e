import { defineSubcommand } from '../src/kit.ts'

export default defineSubcommand({
  name: 'hold',
  usage: '[run] reason="…"',
  help: 'Stop before the next act; anybody may.',
  run: async ({ words, options }, { runs, address, person }) => {
    const { run, said } = await address(words, options['reason'])
    await runs.send(run.id, { type: 'hold', by: person, reason: said })
    return { text: `${run.id} is held: it stops before its next act. /migrate release ${run.id} lets it go on.` }
  },
})
