import { execFile } from 'node:child_process'
import { access, chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { newPassword } from './password.ts'
import { type Identity, postgresIdentity } from './server-identity.ts'

const run = promisify(execFile)

/** Where a server's data folder goes, `data` in `dir`, and what makes it. */
export interface DataPlace {
  readonly dir: string
  readonly binDir: string
}

/**
 * Makes a data folder whose superuser has no password that anybody knows. Whoever starts dozens of servers makes one folder
 * of each name before, with `makeDataFolders`: a copy takes an eighth of the time. Servers of one name have one system
 * identifier then, as a server and its standby have.
 */
export async function createDataFolder(name: string, { dir, binDir }: DataPlace, identity: Identity): Promise<string> {
  const dataDir = join(dir, 'data')
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await giveTo(identity, dir)
  const folders = process.env['DROVER_DATA_FOLDERS']
  const made = folders === undefined ? undefined : join(folders, name, 'data')
  if (made !== undefined && (await isThere(made))) await run('cp', ['-R', made, dataDir], identity)
  else await initialise(dataDir, { dir, binDir }, identity)
  return dataDir
}

/** Makes data folders in a folder, for processes that have it as $DROVER_DATA_FOLDERS. */
export async function makeDataFolders(folder: string, names: readonly string[], binDir: string): Promise<void> {
  // Servers that root starts run as somebody else and have to get through.
  await chmod(folder, 0o711)
  const identity = await postgresIdentity()
  await Promise.all(names.map((name) => createDataFolder(name, { dir: join(folder, name), binDir }, identity)))
}

async function initialise(dataDir: string, { dir, binDir }: DataPlace, identity: Identity): Promise<void> {
  const passwordFile = join(dir, 'password')
  await writeFile(passwordFile, newPassword(), { mode: 0o600 })
  await giveTo(identity, passwordFile)
  const auth = ['--auth-local', 'trust', '--auth-host', 'md5', '-U', 'postgres', '--pwfile', passwordFile]
  const args = ['-D', dataDir, '-E', 'UTF8', '--locale', 'C', '--no-sync', ...auth]
  await run(join(binDir, 'initdb'), args, { cwd: dir, env: { LC_ALL: 'C' }, ...identity })
  await rm(passwordFile)
}

async function giveTo(identity: Identity, path: string): Promise<void> {
  if ('uid' in identity) await chown(path, identity.uid, identity.gid)
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
