import { defineSubcommand, refuse } from '../src/kit.ts'

export default defineSubcommand({
  name: 'rehearse',
  usage: '<name> [param=value…]',
  help: 'Run it on scratch targets: nothing of production is changed.',
  run: async ({ words, options }, context) => {
    const [name, extra] = words
    if (!name)
      refuse(
        'name-missing',
        'Name a migration: /migrate rehearse couch2pg-move source=… target=… — /migrate list shows all.',
      )
    if (extra)
      refuse(
        'odd-word',
        `"${extra}" is neither a param nor an option. Params are written name=value. Nothing was started.`,
      )
    const plan = await context.rehearsal(name, options)
    const run = await context.runs.start(plan, context.person, context.channel)
    const started = `Rehearsal ${run.id} of ${name} has started. You are its driver. /migrate status ${run.id}`
    return { text: [started, ...(plan.leavesOut ?? []), ...(plan.because ?? [])].join('\n') }
  },
})
