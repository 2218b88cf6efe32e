import { execFile } from 'node:child_process'
import { access, constants, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Where the real programs are that the bed runs. */
export interface Tools {
  /** Folder with initdb, postgres, pg_dump, pg_restore and psql of one version. */
  postgresBinDir: string
  sshd: string
  ssh: string
  scp: string
  sshKeygen: string
}

/** Folders to look in; the defaults cover Debian, Ubuntu, Fedora and Alpine. */
export interface ToolPlaces {
  postgresRoots: string[]
  programDirs: string[]
}

/** Programs are missing; the message says which, and the line that installs them. */
export class MissingToolsError extends Error {
  override name = 'MissingToolsError'
}

const POSTGRES_PROGRAMS = ['initdb', 'postgres', 'pg_ctl', 'pg_dump', 'pg_restore', 'psql']
const SSH_PROGRAMS = ['sshd', 'ssh', 'scp', 'ssh-keygen']
const USUAL_PLACES: ToolPlaces = {
  postgresRoots: ['/usr/lib/postgresql', '/usr/libexec/postgresql', '/usr/local/lib/postgresql'],
  programDirs: ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/sbin', '/bin'],
}

/** Finds sshd and the newest complete PostgreSQL, or throws MissingToolsError. */
export async function findTools(places: ToolPlaces = USUAL_PLACES): Promise<Tools> {
  const [postgresBinDir, ...ssh] = await Promise.all([
    findPostgres(places),
    ...SSH_PROGRAMS.map((program) => findProgram(program, places.programDirs)),
  ])
  const [sshd, sshClient, scp, sshKeygen] = ssh
  if (postgresBinDir && sshd && sshClient && scp && sshKeygen) {
    return { postgresBinDir, sshd, ssh: sshClient, scp, sshKeygen }
  }
  throw new MissingToolsError(missingSentence(postgresBinDir !== undefined, ssh))
}

function missingSentence(hasPostgres: boolean, ssh: (string | undefined)[]): string {
  const missingSsh = SSH_PROGRAMS.filter((_, index) => ssh[index] === undefined)
  const missing = [...(hasPostgres ? [] : ['a PostgreSQL server with its client programs']), ...missingSsh]
  const packages = [
    ...(hasPostgres ? [] : ['postgresql']),
    ...(missingSsh.includes('sshd') ? ['openssh-server'] : []),
    ...(missingSsh.some((program) => program !== 'sshd') ? ['openssh-client'] : []),
  ]
  return (
    `The demo runs real hosts and databases, and this computer has no ${missing.join(', no ')}. ` +
    `Nothing was started. Install with: sudo apt-get install -y ${packages.join(' ')}`
  )
}

async function findPostgres(places: ToolPlaces): Promise<string | undefined> {
  const versioned = await Promise.all(places.postgresRoots.map(versionDirs))
  const candidates = [...versioned.flat(), ...(await configuredBinDir()), ...places.programDirs]
  for (const dir of candidates) {
    const found = await Promise.all(POSTGRES_PROGRAMS.map((program) => isExecutable(join(dir, program))))
    if (found.every(Boolean)) return dir
  }
  return undefined
}

async function versionDirs(root: string): Promise<string[]> {
  const names = await readdir(root).catch((): string[] => [])
  const newestFirst = names.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(b) - Number(a))
  return newestFirst.map((name) => join(root, name, 'bin'))
}

async function configuredBinDir(): Promise<string[]> {
  const answer = await promisify(execFile)('pg_config', ['--bindir']).catch(() => undefined)
  return answer ? [answer.stdout.trim()] : []
}

async function findProgram(name: string, dirs: string[]): Promise<string | undefined> {
  for (const dir of dirs) if (await isExecutable(join(dir, name))) return join(dir, name)
  return undefined
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
