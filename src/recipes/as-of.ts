import type { DatabaseRef } from '../model/ports.ts'
import { type Shell, sh } from '../model/shell.ts'
import { psql } from './login.ts'
import { literal } from './sql.ts'

/** Prints what two questions answer about one and the same moment of the source. */
export function askAsOf(source: DatabaseRef, snapshot: string, first: string, second: string): Shell {
  return sh`${psql(source)} -c 'begin isolation level repeatable read read only' -c ${`set transaction snapshot ${literal(snapshot)}`} -c ${first} -c ${second}`
}
