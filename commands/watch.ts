import { defineSubcommand, watchersOf } from '../src/kit.ts'

export default defineSubcommand({
  name: 'watch',
  usage: '[run]',
  help: 'Be told directly of gates, holds, failures and the end of a run.',
  run: async ({ words }, { runs, channel, person }) => {
    const run = await runs.find(words[0], channel)
    const stop = `/migrate unwatch ${run.id} ends it.`
    if (watchersOf(run).includes(person.id))
      return { text: `You already watch ${run.id}, so nothing was changed. ${stop}` }
    await runs.send(run.id, { type: 'watch', by: person })
    return {
      text: `You watch ${run.id}: when a gate opens or falls, and when it is held, fails, is uncertain or ends, I write to you. ${stop}`,
    }
  },
})
