import type { Cluster } from '../../src/demo/cluster.ts'
import { freePort } from '../../src/demo/free-port.ts'
import { DATABASE, NEW, OLD, type Pair } from './pair.ts'

/** A script for the new host with the old server at 127.0.0.1:`port`, through ssh from host to host. */
export interface Tunneled {
  readonly port: number
  /** Both databases as the new host reaches them. */
  readonly urls: { readonly source: string; readonly target: string }
  /** What the operator types: the tunnel is opened, the script runs, the tunnel goes. */
  around(script: string): string
}

/** Prepares a tunnel. The script goes by stdin, so it may hold any quotes. */
export async function throughTunnel({ source, target }: Pair): Promise<Tunneled> {
  const port = await freePort()
  const socket = `${target.workDir}/tunnel`
  const open = `ssh -M -S ${socket} -f -N -o ExitOnForwardFailure=yes -L 127.0.0.1:${port}:127.0.0.1:${source.cluster.port} ${OLD}`
  const close = `ssh -S ${socket} -O exit ${OLD} 2>/dev/null || :`
  const urlOf = ({ passwords }: Cluster, at: number) =>
    `postgres://postgres:${passwords.postgres}@127.0.0.1:${at}/${DATABASE}`
  return {
    port,
    urls: { source: urlOf(source.cluster, port), target: urlOf(target.cluster, target.cluster.port) },
    around: (script) => `ssh ${NEW} bash -euo pipefail <<'ON_NEW'
cd ${target.workDir}
${open} </dev/null >/dev/null 2>&1
trap '${close}' EXIT
${script}
ON_NEW`,
  }
}
