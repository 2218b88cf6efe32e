import { defineSubcommand, refuse } from '../src/kit.ts'

export default defineSubcommand({
  name: 'withdraw',
  usage: '[run]',
  help: 'Take your approval back, until the act starts.',
  run: async ({ words }, { runs, channel, person }) => {
    const run = await runs.find(words[0], channel)
    const { gate } = run
    if (!gate)
      refuse('gate-closed', `${run.id} is not waiting for a decision. /migrate why ${run.id} says what it waits for.`)
    await runs.send(run.id, { type: 'withdraw', by: person, step: gate.step, revision: gate.revision })
    return { text: `Your approval of ${gate.step} is withdrawn. ${run.id} waits for another one.` }
  },
})
