import { rm } from 'node:fs/promises'
import { beginAfresh, type Method } from './method.ts'
import type { Pair } from './pair.ts'
import { throughTunnel } from './tunnel.ts'

/** The limit of any copy by files: the base copy of the whole cluster, which still has to be checked and promoted. */
export const base: Method = {
  name: 'base',
  what: 'the limit: pg_basebackup of the whole cluster through an ssh tunnel, not started, not promoted',
  prepare: async (pair) => {
    await beginAfresh(pair)
    await rm(folderOf(pair), { recursive: true, force: true })
  },
  run: async (pair, say) => {
    say('pg_basebackup')
    const { source, operator } = pair
    const tunnel = await throughTunnel(pair)
    const server = `-h 127.0.0.1 -p ${tunnel.port} -U postgres --no-password`
    await operator.sh(
      tunnel.around(`export PGPASSWORD=${source.cluster.passwords.postgres}
pg_basebackup ${server} -D ${folderOf(pair)} -X stream -c fast </dev/null`),
    )
    return {}
  },
  differences: async (pair) => {
    const folder = folderOf(pair)
    const said = await pair.operator
      .sh(`${pair.source.cluster.binDir}/pg_verifybackup ${folder} >/dev/null`)
      .then(() => [])
      .catch((error: unknown) => [`The base copy is not sound: ${error instanceof Error ? error.message : error}`])
    await rm(folder, { recursive: true, force: true })
    return said
  },
}

/** Beside the target's own data: what is copied is no extra file. */
function folderOf({ dir }: Pair): string {
  return `${dir}/base-copy`
}
