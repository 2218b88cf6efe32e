import { resolve } from 'node:path'
import { askRunningBot } from './ask.ts'
import type { CliCommand } from './terminal.ts'

export const backup: CliCommand = {
  name: 'backup',
  usage: '<file>',
  help: 'Copy the journal of the running bot, whole or not at all.',
  // The bot may run in another folder than the one that the file is named from.
  run: ([file, ...more], terminal) =>
    askRunningBot(['backup', ...(file === undefined ? [] : [resolve(file)]), ...more], terminal),
}
