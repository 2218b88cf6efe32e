import { UserError } from '../model/user-error.ts'

const PASSING: readonly string[] = [
  'ssh-unreachable',
  'ssh-refused',
  'ssh-lost',
  'ssh-handshake',
  'ssh-session-refused',
  'port-refused',
  'timeout',
  'files-not-sent',
  'stream-not-ended',
  'postgres-refused',
  'postgres-busy',
  'postgres-lost',
]

/** An error of the way there, not of the work: it may pass by itself, so the run waits and looks again. */
export function isPassing(error: unknown): boolean {
  return error instanceof UserError && PASSING.includes(error.code)
}
