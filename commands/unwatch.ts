import { defineSubcommand, watchersOf } from '../src/kit.ts'

export default defineSubcommand({
  name: 'unwatch',
  usage: '[run]',
  help: 'Not be told of a run any more.',
  run: async ({ words }, { runs, channel, person }) => {
    const run = await runs.find(words[0], channel)
    const again = `/migrate watch ${run.id} begins it again.`
    if (!watchersOf(run).includes(person.id))
      return { text: `You do not watch ${run.id}, so nothing was changed. /migrate watch ${run.id} begins it.` }
    await runs.send(run.id, { type: 'unwatch', by: person })
    const told = person.id === run.driver ? ' As its driver you are told all the same.' : ''
    return { text: `You do not watch ${run.id} any more.${told} ${again}` }
  },
})
