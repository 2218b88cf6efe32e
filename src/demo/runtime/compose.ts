import { spawnSync } from 'node:child_process'
import { readFile, realpath } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import {
  type Container,
  createContainer,
  readContainer,
  removeContainer,
  startContainer,
  stopContainer,
} from './container.ts'
import { containerLogs, killContainer, LOG_FLAGS, stopGently } from './container-commands.ts'
import { containerRow } from './describe.ts'
import { parseEnvFile } from './env-file.ts'
import { type FlagTable, parseFlags } from './flags.ts'
import type { Place } from './place.ts'
import type { Result } from './result.ts'

const GLOBAL_FLAGS: FlagTable = {
  '-f': { name: 'file', hasValue: true },
  '--file': { name: 'file', hasValue: true },
  '--project-directory': { name: 'directory', hasValue: true },
  '-p': { name: 'project', hasValue: true },
  '--project-name': { name: 'project', hasValue: true },
  '--env-file': { name: 'env-file', hasValue: true },
  '--ansi': { name: 'ansi', hasValue: true },
  '--progress': { name: 'progress', hasValue: true },
}
const TIMEOUT_FLAGS: FlagTable = {
  '-t': { name: 'timeout', hasValue: true },
  '--timeout': { name: 'timeout', hasValue: true },
}

interface Subcommand {
  flags: FlagTable
  onlyLeading?: boolean
  run(place: Place, flags: Map<string, string>, words: string[]): Promise<Result>
}

const SUBCOMMANDS: Record<string, Subcommand> = {
  ps: {
    flags: {
      '-a': { name: 'all' },
      '--all': { name: 'all' },
      '-q': { name: 'quiet' },
      '--quiet': { name: 'quiet' },
      '--services': { name: 'services' },
      '--format': { name: 'format', hasValue: true },
      '--status': { name: 'status', hasValue: true },
    },
    run: ps,
  },
  logs: { flags: LOG_FLAGS, run: (place, flags) => containerLogs(place, flags, logPrefix(flags)) },
  up: {
    flags: {
      '-d': { name: 'detach' },
      '--detach': { name: 'detach' },
      '--no-deps': { name: 'no-deps' },
      '--force-recreate': { name: 'force-recreate' },
    },
    run: up,
  },
  create: { flags: {}, run: create },
  start: { flags: {}, run: start },
  stop: { flags: TIMEOUT_FLAGS, run: act('Stopping', 'Stopped', stopGently) },
  kill: { flags: { '-s': { name: 'signal', hasValue: true } }, run: act('Killing', 'Killed', killContainer) },
  restart: { flags: TIMEOUT_FLAGS, run: act('Restarting', 'Started', restart) },
  down: { flags: { ...TIMEOUT_FLAGS, '-v': { name: 'volumes' } }, run: down },
  exec: { flags: { '-T': { name: 'no-tty' } }, onlyLeading: true, run: exec },
  config: {
    flags: { '--format': { name: 'format', hasValue: true }, '--services': { name: 'services' } },
    run: config,
  },
  version: { flags: {}, run: async () => ({ stdout: 'Docker Compose version 2.26.1-4\n' }) },
}

/** `docker compose …` for the one project of this host. */
export async function compose(place: Place, args: string[]): Promise<Result> {
  const { flags, words } = parseFlags(args, GLOBAL_FLAGS, true)
  const [name = '', ...rest] = words
  const subcommand = SUBCOMMANDS[name]
  if (!subcommand) return { stderr: `unknown docker command: "compose ${name}"\n`, code: 1 }
  if (name !== 'version' && !(await isProject(place, flags))) {
    return { stderr: 'no configuration file provided: not found\n', code: 14 }
  }
  const parsed = parseFlags(rest, subcommand.flags, subcommand.onlyLeading ?? false)
  const unknown = (subcommand.onlyLeading ? parsed.words.slice(0, 1) : parsed.words).find((word) => word !== 'couch2pg')
  if (unknown !== undefined) return { stderr: `no such service: ${unknown}\n`, code: 1 }
  return subcommand.run(place, parsed.flags, parsed.words)
}

async function isProject(place: Place, flags: Map<string, string>): Promise<boolean> {
  const file = flags.get('file')
  const chosen = flags.get('directory') ?? (file === undefined ? process.cwd() : dirname(resolve(file)))
  const [wanted, own] = await Promise.all([chosen, place.projectDir].map((dir) => realpath(dir).catch(() => dir)))
  return wanted === own || flags.get('project') === place.projectName
}

async function ps(place: Place, flags: Map<string, string>): Promise<Result> {
  const container = await readContainer(place)
  const isShown = container && (container.state === 'running' || flags.has('all') || flags.has('status'))
  if (!isShown || (flags.get('status') ?? container.state) !== container.state) {
    return { stdout: flags.size > 0 && flags.get('format') !== 'table' ? '' : PS_HEAD }
  }
  const row = containerRow(place, container, Date.now())
  if (flags.has('quiet')) return { stdout: `${container.id}\n` }
  if (flags.has('services')) return { stdout: `${row.Service}\n` }
  if (flags.get('format') === 'json') return { stdout: `${JSON.stringify(row)}\n` }
  const cells = [row.Name, row.Image, row.Command, row.Service, row.RunningFor, row.Status]
  return { stdout: `${PS_HEAD}${cells.join('   ')}\n` }
}

const PS_HEAD = 'NAME   IMAGE   COMMAND   SERVICE   CREATED   STATUS   PORTS\n'

function logPrefix(flags: Map<string, string>): string {
  return flags.has('no-log-prefix') ? '' : 'couch2pg-1  | '
}

async function projectEnv(place: Place): Promise<Record<string, string>> {
  return parseEnvFile(await readFile(place.envFile, 'utf8'))
}

// A changed .env gives a new container; otherwise the one that is there goes on.
async function up(place: Place, flags: Map<string, string>): Promise<Result> {
  const env = await projectEnv(place)
  const existing = await readContainer(place)
  const isSame = existing !== undefined && !flags.has('force-recreate') && isDeepStrictEqual(existing.env, env)
  if (isSame && existing.state === 'running') return progress(place, 'Running')
  if (existing && !isSame) await stopContainer(place, 'SIGTERM', 10_000)
  if (!isSame) await createContainer(place, env)
  await startContainer(place)
  const made = isSame ? [] : existing ? ['Recreate', 'Recreated'] : ['Creating', 'Created']
  return progress(place, ...made, 'Starting', 'Started')
}

async function create(place: Place): Promise<Result> {
  await createContainer(place, await projectEnv(place))
  return progress(place, 'Creating', 'Created')
}

async function start(place: Place): Promise<Result> {
  const container = await readContainer(place)
  if (!container) return { stderr: 'service "couch2pg" has no container to start\n', code: 1 }
  if (container.state === 'running') return {}
  await startContainer(place)
  return progress(place, 'Starting', 'Started')
}

async function restart(place: Place, container: Container, flags: Map<string, string>): Promise<void> {
  await stopGently(place, container, flags)
  await startContainer(place)
}

async function down(place: Place, flags: Map<string, string>): Promise<Result> {
  const container = await readContainer(place)
  if (!container) return {}
  await stopGently(place, container, flags)
  await removeContainer(place)
  return progress(place, 'Stopping', 'Stopped', 'Removing', 'Removed')
}

async function exec(place: Place, _: Map<string, string>, words: string[]): Promise<Result> {
  const container = await readContainer(place)
  if (container?.state !== 'running') return { stderr: 'service "couch2pg" is not running\n', code: 1 }
  const [, command = '', ...args] = words
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', ...container.env }
  const { stdout, stderr, status } = spawnSync(command, args, { env, encoding: 'utf8' })
  return { stdout, stderr, code: status ?? 126 }
}

async function config(place: Place, flags: Map<string, string>): Promise<Result> {
  if (flags.has('services')) return { stdout: 'couch2pg\n' }
  const services = {
    couch2pg: { environment: await projectEnv(place), image: 'medicmobile/cht-couch2pg:main-node-10' },
  }
  return { stdout: `${JSON.stringify({ name: place.projectName, services }, null, 2)}\n` }
}

function act(
  doing: string,
  done: string,
  effect: (place: Place, container: Container, flags: Map<string, string>) => Promise<void>,
): Subcommand['run'] {
  return async (place, flags) => {
    const container = await readContainer(place)
    if (!container) return {}
    await effect(place, container, flags)
    return progress(place, doing, done)
  }
}

function progress(place: Place, ...states: string[]): Result {
  return { stderr: states.map((state) => ` Container ${place.containerName}  ${state}\n`).join('') }
}
