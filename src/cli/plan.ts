import { createReach } from '../app.ts'
import { loadMigrations } from '../catalog.ts'
import { loadConfig } from '../config/load.ts'
import { readSettings } from '../config/settings.ts'
import { createPlan } from '../make-plan.ts'
import { planText } from '../model/plan-text.ts'
import { UserError } from '../model/user-error.ts'
import { type CliCommand, splitWords } from './terminal.ts'

const OFFLINE = '--offline'

export const plan: CliCommand = {
  name: 'plan',
  usage: '<migration> [param=value…] [--offline]',
  help: 'Measure the hosts and print the ordered steps with their exact commands. Nothing runs; --offline measures nothing.',
  run: async (args, terminal) => {
    const { words, options } = splitWords(args.filter((arg) => arg !== OFFLINE))
    if (words[0] === undefined)
      throw new UserError('usage', 'Name a migration: drover plan couch2pg-move source=… target=…')
    const config = await loadConfig(readSettings(terminal.env).configPath)
    const reach = createReach(config, terminal.env)
    try {
      const make = createPlan({
        migrations: await loadMigrations(),
        hostNames: Object.keys(config.hosts),
        secretNames: Object.keys(config.secrets),
        defaults: (name) => config.migrations[name]?.defaults ?? {},
        tools: args.includes(OFFLINE) ? undefined : reach.tools,
      })
      terminal.out(planText(await make(words[0], options, terminal.err).catch(hintOffline)))
      return 0
    } finally {
      await reach.close()
    }
  },
}

/** Whoever has no way to the hosts can have the plan all the same. */
function hintOffline(error: unknown): never {
  if (!(error instanceof UserError) || ['bad-params', 'bad-plan', 'unknown-migration'].includes(error.code)) throw error
  throw new UserError(error.code, `${error.message} ${OFFLINE} plans without measuring.`, { cause: error })
}
