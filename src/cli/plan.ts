import { createPlan } from '../answer.ts'
import { loadMigrations } from '../catalog.ts'
import { loadConfig } from '../config/load.ts'
import { readSettings } from '../config/settings.ts'
import { planText } from '../model/plan-text.ts'
import { UserError } from '../model/user-error.ts'
import { type CliCommand, splitWords } from './terminal.ts'

export const plan: CliCommand = {
  name: 'plan',
  usage: '<migration> [param=value…]',
  help: 'Print the ordered steps with their exact commands. Nothing runs; no bot is needed.',
  run: async (args, terminal) => {
    const { words, options } = splitWords(args)
    if (words[0] === undefined)
      throw new UserError('usage', 'Name a migration: drover plan couch2pg-move source=… target=…')
    const config = await loadConfig(readSettings(terminal.env).configPath)
    const make = createPlan({
      migrations: await loadMigrations(),
      hostNames: Object.keys(config.hosts),
      secretNames: Object.keys(config.secrets),
      defaults: (name) => config.migrations[name]?.defaults ?? {},
    })
    terminal.out(planText(make(words[0], options)))
    return 0
  },
}
