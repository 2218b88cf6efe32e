import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdir, readdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createBedFolder } from '../../../src/demo/bed-folder.ts'

const run = promisify(execFile)
/** initdb and postgres refuse root; nobody (65534 on Debian and Alpine) will do. */
const login = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}

/** A throwaway cluster on a loopback port, with the superuser `admin` who needs no password on its socket. */
export interface Cluster {
  readonly port: number
  psql(sql: string): Promise<void>
}

/** Starts a cluster that lives as long as the test file. Over TCP it wants passwords. */
export async function startPostgres(): Promise<Cluster> {
  const bed = await createBedFolder()
  const folder = join(bed.dir, 'pg')
  await mkdir(folder, { mode: 0o700 })
  if (login.uid !== undefined) await chown(folder, login.uid, login.gid)
  const bin = await binaries()
  const data = join(folder, 'data')
  const options = { ...login, cwd: folder }
  await run(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'admin', '--auth-local=trust', '--auth-host=scram-sha-256', '--no-sync'],
    options,
  )
  const port = await freePort()
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'fsync=off']
  const words = settings.flatMap((setting) => ['-c', setting])
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...words], { ...options, stdio: 'ignore' })
  after(async () => {
    server.kill('SIGINT')
    await once(server, 'exit')
    await bed.clear()
  })
  const psql = async (sql: string) => {
    const args = [
      '-X',
      '-q',
      '-v',
      'ON_ERROR_STOP=1',
      '-h',
      folder,
      '-p',
      String(port),
      '-U',
      'admin',
      '-d',
      'postgres',
      '-c',
      sql,
    ]
    await run(join(bin, 'psql'), args, options)
  }
  await answers(psql)
  return { port, psql }
}

async function answers(psql: Cluster['psql']): Promise<void> {
  const endMs = performance.now() + 60_000
  for (;;) {
    try {
      return await psql('SELECT 1')
    } catch (error) {
      if (performance.now() > endMs) throw error
      await sleep(50)
    }
  }
}

/** The newest installed server's programs. */
async function binaries(): Promise<string> {
  const root = '/usr/lib/postgresql'
  const versions = (await readdir(root)).sort((a, b) => Number(b) - Number(a))
  return join(root, versions[0] ?? '', 'bin')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
