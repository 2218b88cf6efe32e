import { inspect } from 'node:util'
import type { Couch2pgOptions } from './options.ts'

/** couch2pg's log: the same lines in the same form, on stdout. */
export interface Log {
  debug(text: string): void
  info(text: string): void
  error(text: string): void
  /** A line of the tool that looks after couch2pg's own tables, which writes only the time of day. */
  schema(text: string): void
  plain(text: string): void
}

/** A log that hands each line to `write`; `isDebug` false leaves out the DEBUG lines. */
export function createLog(write: (line: string) => void, isDebug: boolean): Log {
  const leveled = (level: string) => (text: string) => write(`[${new Date().toISOString()} ${level}]:  ${text}\n`)
  return {
    debug: isDebug ? leveled('DEBUG') : () => {},
    info: leveled('INFO'),
    error: leveled('ERROR'),
    schema: (text) => write(`[${new Date().toLocaleTimeString('en-US')}] ${text}\n`),
    plain: (text) => write(`${text}\n`),
  }
}

/** How couch2pg prints its settings, one a line. */
export function optionsText(options: Couch2pgOptions): string {
  return inspect(options, { compact: false })
}
