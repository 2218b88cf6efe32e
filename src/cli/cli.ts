import { loadSubcommands } from '../catalog.ts'
import { closest } from '../model/suggestion.ts'
import { UserError } from '../model/user-error.ts'
import { askRunningBot } from './ask.ts'
import { audit } from './audit.ts'
import { backup } from './backup.ts'
import { demo } from './demo.ts'
import { doctor } from './doctor.ts'
import { lint } from './lint.ts'
import { plan } from './plan.ts'
import { rebuild } from './rebuild.ts'
import { report } from './report.ts'
import { restore } from './restore.ts'
import { serve } from './serve.ts'
import { stepUp } from './step-up.ts'
import type { CliCommand, Terminal } from './terminal.ts'

/** Commands of the terminal. Every /migrate subcommand beside them is passed on to the running bot. */
export const CLI_COMMANDS: readonly CliCommand[] = [
  serve,
  demo,
  doctor,
  lint,
  plan,
  audit,
  report,
  backup,
  restore,
  rebuild,
  stepUp,
]

/** Runs one command and gives the exit code. */
export async function runCli(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...args] = argv
  try {
    if (name === undefined || name === '--help' || name === 'help') return usage(terminal)
    const command = CLI_COMMANDS.find((one) => one.name === name)
    if (!command) return await passOn(name, args, terminal)
    if (args.includes('--help')) return help(command, terminal)
    return await command.run(args, terminal)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    terminal.err(error.message)
    return error.code === 'usage' ? 2 : 1
  }
}

async function passOn(name: string, args: readonly string[], terminal: Terminal): Promise<number> {
  const subcommands = await loadSubcommands()
  if (subcommands.some((one) => one.name === name)) return askRunningBot([name, ...args], terminal)
  const near = closest(
    name,
    [...CLI_COMMANDS, ...subcommands].map((one) => one.name),
  )
  throw new UserError(
    'usage',
    `There is no drover ${name}.${near ? ` Did you mean drover ${near}?` : ''} drover --help lists all.`,
  )
}

function help({ name, usage, help: what }: CliCommand, terminal: Terminal): number {
  terminal.out(`drover ${name}${usage ? ` ${usage}` : ''}\n  ${what}`)
  return 0
}

function usage(terminal: Terminal): number {
  const rows = CLI_COMMANDS.map(({ name, usage, help }) => `  ${`${name} ${usage}`.padEnd(34)} ${help}`)
  terminal.out(
    [
      'drover <command>',
      ...rows,
      '',
      'Every /migrate subcommand works here too, beside a running bot: drover status, drover why <run>, drover hold <run> reason="…"',
    ].join('\n'),
  )
  return 0
}
