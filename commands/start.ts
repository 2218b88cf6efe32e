import { defineSubcommand, refuse } from '../src/kit.ts'

export default defineSubcommand({
  name: 'start',
  usage: '<name> [param=value…] [override="…"]',
  help: 'Start a migration in this channel.',
  run: async ({ words, options }, context) => {
    const [name, extra] = words
    if (!name)
      refuse(
        'name-missing',
        'Name a migration: /migrate start couch2pg-move source=… target=… — /migrate list shows all.',
      )
    if (extra)
      refuse(
        'odd-word',
        `"${extra}" is neither a param nor an option. Params are written name=value. Nothing was started.`,
      )
    const { override, ...params } = options
    const plan = await context.plan(name, params)
    const run = await context.runs.start(plan, context.person, context.channel, undefined, override)
    const started = `Run ${run.id} of ${name} has started. You are its driver. /migrate status ${run.id}`
    return { text: [started, ...(plan.because ?? [])].join('\n') }
  },
})
