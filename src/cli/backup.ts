import { askRunningBot } from './ask.ts'
import type { CliCommand } from './terminal.ts'

export const backup: CliCommand = {
  name: 'backup',
  usage: '<file>',
  help: 'Copy the journal of the running bot, whole or not at all.',
  run: (args, terminal) => askRunningBot(['backup', ...args], terminal),
}
