import { join } from 'node:path'

/** The local socket through which the terminal talks to a running bot: the journal has one owner. */
export function socketPath(dataPath: string): string {
  return join(dataPath, 'drover.sock')
}
