import { z } from 'zod'
import { formatCount } from '../model/amount.ts'
import type { Verdict } from '../model/check.ts'
import { defineCheck } from '../model/define-check.ts'

const couch = z.object({ host: z.string(), url: z.string(), user: z.string(), password: z.string() })

/** Does a host reach these databases of a CouchDB? A couch2pg with a wrong name would silently create it there. */
export const couchDatabases = defineCheck({
  name: 'couch-databases',
  version: 1,
  args: z.object({ couch, databases: z.array(z.string()) }),
  title: ({ couch }) => `Reach CouchDB from ${'output' in couch ? 'the host' : couch.host}`,
  measure: ({ couch, databases }, tools) =>
    Promise.all(databases.map(async (name) => ({ name, docCount: (await tools.couches.info(couch, name))?.docCount }))),
  judge: (found, { couch }): Verdict => {
    const missing = found.filter(({ docCount }) => docCount === undefined).map(({ name }) => name)
    const rows = found.map(({ name, docCount }) => [name, docCount === undefined ? 'missing' : docCount])
    const table = { rows: [['Database', 'Documents'], ...rows] }
    const values = { missing: missing.length }
    if (missing.length > 0)
      return {
        outcome: 'fail',
        values,
        table,
        summary: `CouchDB has no database ${missing.join(', ')}.`,
        advice:
          'Nothing was changed. A couch2pg started with this name would create it and find nothing. Correct couchdbUrl, then start again.',
      }
    const documents = found.reduce((sum, { docCount }) => sum + (docCount ?? 0), 0)
    return {
      outcome: 'pass',
      values,
      table,
      summary: `${couch.host} reaches ${found.length} CouchDB databases with ${formatCount(documents)} documents.`,
    }
  },
})
