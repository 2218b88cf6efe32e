import { defineSubcommand, gateMeant } from '../src/kit.ts'

export default defineSubcommand({
  name: 'withdraw',
  usage: '[run]',
  help: 'Take your approval back, until the act starts.',
  run: async ({ words }, { runs, channel, person }) => {
    const run = await runs.find(words[0], channel)
    const gate = gateMeant(run)
    await runs.send(run.id, { type: 'withdraw', by: person, ...gate })
    return { text: `Your approval of ${gate.step} is withdrawn. ${run.id} waits for another one.` }
  },
})
