import { loadMigrations, loadSubcommands } from '../catalog.ts'
import { configJsonSchema, loadConfig } from '../config/load.ts'
import { readSettings } from '../config/settings.ts'
import { type CliCommand, readArgs } from './terminal.ts'

export const lint: CliCommand = {
  name: 'lint',
  usage: '[--schema]',
  help: 'Check drover.yml, migrations and commands; --schema prints the JSON Schema of drover.yml.',
  run: async (args, terminal) => {
    const { values } = readArgs(args, { schema: { type: 'boolean' } })
    if (values.schema) {
      terminal.out(JSON.stringify(configJsonSchema(), undefined, 2))
      return 0
    }
    const { configPath } = readSettings(terminal.env)
    const config = await loadConfig(configPath)
    const [migrations, subcommands] = await Promise.all([loadMigrations(), loadSubcommands()])
    const problems = [
      ...Object.keys(config.migrations)
        .filter((name) => !migrations.some((one) => one.name === name))
        .map((name) => `migrations/${name}: there is no such migration`),
      ...migrations.flatMap(({ name, roles }) =>
        roles
          .filter((role) => !(role in config.roles))
          .map((role) => `roles: ${name} needs ${role}, and ${configPath} does not name it`),
      ),
    ]
    for (const problem of problems) terminal.err(problem)
    if (problems.length === 0)
      terminal.out(
        `${configPath}, ${migrations.map(({ name }) => name).join(', ')} and ${subcommands.length} subcommands are in order.`,
      )
    return problems.length === 0 ? 0 : 1
  },
}
