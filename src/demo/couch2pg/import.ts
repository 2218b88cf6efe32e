import type { Pool } from 'pg'
import { fetchChanges, fetchDocuments } from './couch-client.ts'
import type { Feed } from './feeds.ts'
import type { Log } from './log.ts'
import type { Couch2pgOptions } from './options.ts'
import { clearDocuments, insertDocuments, readProgress, writeProgress } from './store.ts'

/** What an import needs. */
export interface Import {
  pool: Pool
  log: Log
  options: Couch2pgOptions
}

/** Follows one database to its newest change and returns how many changes there were. */
export async function importFeed(run: Import, feed: Feed): Promise<number> {
  let total = 0
  for (;;) {
    const count = await importBatch(run, feed)
    total += count
    if (count > 0) continue
    run.log.debug(`Import loop complete, ${total} changes total`)
    return total
  }
}

async function importBatch({ pool, log, options }: Import, feed: Feed): Promise<number> {
  log.debug(`Performing an import batch of up to ${options.changesLimit} changes`)
  const since = await readProgress(pool, feed.source)
  log.debug(`Downloading CouchDB changes feed from ${since}`)
  const { lastSeq, changedIds, deletedIds } = await fetchChanges(feed.url, since, options.changesLimit)
  const count = changedIds.length + deletedIds.length
  log.info(`There are ${count} changes to process`)
  if (count === 0) return 0

  log.debug(`There are ${deletedIds.length} deletions and ${changedIds.length} new / changed documents`)
  await clearDocuments(pool, feed.table, deletedIds)
  // The real one reads docLimit here, too late: its runner has overwritten it with the other limit.
  for (const ids of slices(changedIds, options.couchdbUsersMetaDocLimit)) {
    const documents = await fetchDocuments(feed.url, ids)
    log.debug(`Pulled ${documents.length} results from couchdb`)
    log.debug('Clearing any existing documents from postgresql')
    await clearDocuments(pool, feed.table, ids)
    log.debug(`Inserting ${documents.length} results into postgresql`)
    await insertDocuments(pool, feed.table, documents)
  }
  await writeProgress(pool, feed.source, lastSeq)
  log.debug(`Batch completed with ${count} changes`)
  return count
}

function slices<T>(items: T[], size: number): T[][] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, number) => items.slice(number * size, (number + 1) * size))
}
