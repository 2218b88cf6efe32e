import { constants } from 'node:os'

/** The exit code as a shell would show it: 128 plus the signal's number when a signal ended the command. */
export function exitCode(code: number | null | undefined, signal: string | null | undefined): number {
  if (typeof code === 'number') return code
  const known = Object.entries(constants.signals).find(([name]) => name === signal || name === `SIG${signal}`)
  return 128 + (known?.[1] ?? 0)
}
