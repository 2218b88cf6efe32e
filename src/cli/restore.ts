import { join } from 'node:path'
import { readSettings } from '../config/settings.ts'
import { type Restored, restore as restoreJournal } from '../journal/sqlite/restore.ts'
import { utcWords } from '../model/instant.ts'
import { refuse } from '../model/user-error.ts'
import type { CliCommand } from './terminal.ts'

export const restore: CliCommand = {
  name: 'restore',
  usage: '<file>',
  help: 'Bring a backup back as the journal of DROVER_DATA, proven first; never over a journal that is there.',
  run: async ([from, more], terminal) => {
    if (from === undefined || more !== undefined) refuse('usage', 'Say which backup: drover restore <file>')
    const path = join(readSettings(terminal.env).dataPath, 'drover.sqlite')
    const restored = await restoreJournal(from, { path, now: () => new Date() })
    terminal.out(restoredText(from, path, restored))
    return 0
  },
}

function restoredText(from: string, path: string, { events, newest, active }: Restored): string {
  const [type, at] = [newest?.event.type, newest?.event.at ?? '']
  const end = newest
    ? `The newest is event ${newest.event.seq} of ${newest.run} (${type}), of ${utcWords(at)}; what came after that is not in it.`
    : 'Nothing had happened by then.'
  const runs = active.map(({ id, plan, status }) => `${id} (${plan.migration}, ${status})`).join(', ')
  return [
    `Restored ${events} events from ${from} to ${path}. Every one of them is as it was written.`,
    end,
    active.length === 0 ? 'No run was under way.' : `Under way: ${runs}.`,
    'Jobs that ran or ended since are found on their hosts and not repeated; decisions made since are asked for again, and messages posted since may be posted again.',
    'Make sure that no other bot still drives these runs; then: drover serve',
  ].join('\n')
}
