import { z } from 'zod'
import { pgcopydbInstalled } from '../move/pgcopydb.ts'
import { throughTunnel } from '../move/tunnel.ts'
import type { Proof } from './proof.ts'

const Side = z.object({ rowcount: z.number(), checksum: z.string() })
const Tables = z.array(z.object({ source: Side, target: Side })).min(1)

/** pgcopydb's own check. It ends with 0 whatever it finds, so its figures are compared here. */
export const compareData: Proof = {
  name: 'pgcopydb',
  what: 'pgcopydb compare data on the new host, the old server through an ssh tunnel',
  version: pgcopydbInstalled.version,
  missing: async (pair) => {
    const missing = await pgcopydbInstalled.missing(pair)
    if (missing !== undefined) return missing
    const commands = await pair.operator.sh('pgcopydb help 2>&1 || :')
    return /^\s*\+?\s*compare\b/m.test(commands)
      ? undefined
      : 'The pgcopydb that is installed has no compare data, so its row is left out.'
  },
  finds: async ({ pair }) => {
    const { urls, around } = await throughTunnel(pair)
    const dir = `${pair.target.workDir}/pgcopydb`
    const printed = await pair.operator.sh(
      around(`rm -rf ${dir}
pgcopydb compare data --json --source ${urls.source} --target ${urls.target} --dir ${dir} </dev/null`),
    )
    const tables = Tables.parse(JSON.parse(printed))
    return tables.every(
      ({ source, target }) => source.rowcount === target.rowcount && source.checksum === target.checksum,
    )
  },
}
