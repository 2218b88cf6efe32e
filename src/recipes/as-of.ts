import type { DatabaseRef } from '../model/ports.ts'
import { type Shell, sh } from '../model/shell.ts'
import { psql } from './login.ts'
import { literal } from './sql.ts'

/** Prints what questions answer about one and the same moment of the source. */
export function askAsOf(source: DatabaseRef, snapshot: string, ...questions: readonly string[]): Shell {
  const begun = sh`${psql(source)} -c 'begin isolation level repeatable read read only' -c ${`set transaction snapshot ${literal(snapshot)}`}`
  return questions.reduce((asked, question) => sh`${asked} -c ${question}`, begun)
}
