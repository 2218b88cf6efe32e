import { setTimeout as delay } from 'node:timers/promises'
import { inspect } from 'node:util'
import pg from 'pg'
import { USERS_META_CHANGES, XMLFORMS_CHANGES } from '../schema/migrations.ts'
import { asksForScram } from './asks-for-scram.ts'
import { CouchRefusal, CouchUnreachable } from './couch-client.ts'
import { errorText, refusalText, setupErrorText, statementErrorText, unreachableText } from './error-text.ts'
import { feeds } from './feeds.ts'
import { FAILED_REFRESH_TEXT, SCRAM_TEXT, TOO_MANY_ERRORS_TEXT } from './frames.ts'
import { type Import, importFeed } from './import.ts'
import { type Log, optionsText } from './log.ts'
import type { Addresses } from './options.ts'
import { prepareTables, verifyChecksums } from './own-tables.ts'
import { refreshViews } from './store.ts'

/** How one round over all databases ended. */
type Outcome = 'unchanged' | 'changed' | 'failed' | 'refused'

const MINUTE_MS = 60_000
const OLD_TOOL_TEXT = 'Package pg version 8.x.x not tested\nPlease raise issue to support pg > 7.x.x'
const OTHER_CHANGES = [
  ['xmlforms_migrations', XMLFORMS_CHANGES],
  ['users_meta_migrations', USERS_META_CHANGES],
] as const

/** Runs couch2pg until it gives up; the result is its exit code. */
export async function runCouch2pg(options: Import['options'], addresses: Addresses, log: Log): Promise<number> {
  log.debug(optionsText(options))
  if (await asksForScram(addresses.postgresql)) {
    log.plain(SCRAM_TEXT)
    return 1
  }
  const pool = new pg.Pool({ connectionString: addresses.postgresql, max: 1 })
  // A connection that breaks while idle is made anew by the next query, which reports what is wrong.
  pool.on('error', () => {})
  try {
    await prepareTables(pool, log)
  } catch (error) {
    return giveUp(log, setupErrorText(error))
  }
  return followForever({ pool, log, options: { ...options } }, addresses)
}

async function followForever(run: Import, addresses: Addresses): Promise<number> {
  const { pool, log, options } = run
  log.info('Adapter is running in NORMAL mode')
  try {
    for (const [table, changes] of OTHER_CHANGES) {
      log.plain(OLD_TOOL_TEXT)
      await verifyChecksums(pool, table, changes)
    }
  } catch (error) {
    return giveUp(log, errorText(error))
  }
  let errors = 0
  for (;;) {
    const outcome = await importAll(run, addresses)
    if (outcome === 'refused') return 1
    if (outcome !== 'unchanged' && !(await refresh(run))) return giveUp(log, FAILED_REFRESH_TEXT)
    errors = outcome === 'failed' ? errors + 1 : 0
    if (options.retryCount !== undefined && options.retryCount > 0 && errors > options.retryCount) {
      return giveUp(log, TOO_MANY_ERRORS_TEXT)
    }
    await sleep(run, errors)
  }
}

function giveUp(log: Log, text: string): number {
  log.error('An unrecoverable error occurred')
  log.error(text)
  log.error('exiting')
  return 1
}

async function importAll(run: Import, addresses: Addresses): Promise<Outcome> {
  run.log.info(`Beginning couch2pg and xmlforms run at ${new Date()}`)
  let total = 0
  try {
    for (const feed of feeds(run.options, addresses)) total += await importFeed(run, feed)
    return total > 0 ? 'changed' : 'unchanged'
  } catch (error) {
    run.log.error('Couch2PG import failed')
    run.log.error(importErrorText(error))
    return error instanceof CouchRefusal && error.status === 401 ? 'refused' : 'failed'
  }
}

function importErrorText(error: unknown): string {
  if (error instanceof CouchRefusal) return refusalText(error)
  if (error instanceof CouchUnreachable) return unreachableText(error)
  return statementErrorText(error, '')
}

async function refresh({ pool, log }: Import): Promise<boolean> {
  log.info('Refreshing materialised views')
  try {
    log.debug(inspect(await refreshViews(pool)))
    return true
  } catch (error) {
    log.error('XMLForms support failed')
    log.error(statementErrorText(error, 'SELECT refresh_matviews()'))
    return false
  }
}

async function sleep({ log, options }: Import, errors: number): Promise<void> {
  // The real runner overwrites this setting in its first round, and prints it so from then on.
  options.docLimit = options.couchdbUsersMetaDocLimit
  log.debug(optionsText(options))
  const pauseMs = Math.min(errors === 0 ? Infinity : errors * MINUTE_MS, options.sleepMins * MINUTE_MS)
  const next = new Date(Date.now() + pauseMs)
  log.info(`Run ${errors === 0 ? 'completed' : 'errored'}. Next run at ${next}`)
  await delay(pauseMs)
}
