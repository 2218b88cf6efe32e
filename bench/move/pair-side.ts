import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BedFolder } from '../../src/demo/bed-folder.ts'
import { type Cluster, startCluster } from '../../src/demo/cluster.ts'
import { freePort } from '../../src/demo/free-port.ts'
import { serversIn, signal } from '../../src/demo/processes.ts'
import { type SshHost, startSshHost } from '../../src/demo/ssh-host.ts'
import type { SshKey } from '../../src/demo/ssh-key.ts'
import type { Tools } from '../../src/demo/tools.ts'
import { until } from '../../src/demo/until.ts'

/** As a server has them, the same on both sides; a bed of the tests does without fsync. */
export const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  shared_buffers: '512MB',
  max_wal_size: '4GB',
  wal_level: 'replica',
}

/** One side: a host, its database server, and the folder there where work files go. */
export interface PairSide {
  readonly host: SshHost
  readonly workDir: string
  readonly cluster: Cluster
  /** Ends the server, whoever started it, removes its data and starts a new one in its place. */
  renew(): Promise<void>
}

/** Starts a side. Client programs on the host find the server without being told, and keep their temporary files there. */
export async function startSide(folder: BedFolder, tools: Tools, key: SshKey, name: string): Promise<PairSide> {
  const dir = join(folder.dir, name)
  const [serverDir, workDir, tempDir] = [`${dir}-postgres`, join(dir, 'work'), join(dir, 'tmp')]
  const port = await freePort()
  const startServer = () =>
    folder.keep(
      startCluster({
        ...{ name, port, dir: serverDir, bedDir: folder.dir, binDir: tools.postgresBinDir },
        extraConfig: SETTINGS,
      }),
    )
  const host = await folder.keep(
    startSshHost({
      ...{ name, dir, tools, bedDir: folder.dir },
      authorizedKeys: [key.publicKey],
      privateKeyPath: key.privateKeyPath,
      pathDirs: [tools.postgresBinDir],
      env: { PGHOST: serverDir, PGPORT: String(port), TMPDIR: tempDir },
    }),
  )
  await Promise.all([workDir, tempDir].map((path) => mkdir(path, { recursive: true, mode: 0o700 })))
  let cluster = await startServer()
  return {
    ...{ host, workDir },
    get cluster() {
      return cluster
    },
    renew: async () => {
      await endServers(serverDir)
      await rm(serverDir, { recursive: true, force: true })
      cluster = await startServer()
    },
  }
}

async function endServers(dir: string): Promise<void> {
  for (const pid of await serversIn(dir)) signal(pid, 'SIGINT')
  await until(async () => ((await serversIn(dir)).length === 0 ? true : undefined), {
    timeoutMs: 60_000,
    otherwise: () => `The server in ${dir} did not end.`,
  })
}
