/**
 * A stand-in for systemctl on a demo host. It knows one unit, couch2pg.service, which runs the same couch2pg as
 * the docker stand-in; output and exit codes are those of systemd 252.
 */
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Container, createContainer, readContainer, startContainer, stopContainer } from './container.ts'
import { parseEnvFile } from './env-file.ts'
import { parseFlags } from './flags.ts'
import { type Place, placeHere } from './place.ts'
import { finish, type Result } from './result.ts'

type ActiveState = 'active' | 'inactive' | 'failed'
type Verb = (place: Place, flags: Map<string, string>) => Promise<Result>

const UNIT = 'couch2pg.service'
const STOP_TIMEOUT_MS = 90_000
// What systemd takes for a clean end besides 0: SIGHUP, SIGINT, SIGPIPE, SIGTERM (systemd.service(5)).
const CLEAN_EXITS = [0, 129, 130, 141, 143]

const VERBS: Record<string, Verb> = {
  start: done(start),
  stop: done(stop),
  restart: done(async (place) => {
    await stop(place)
    await start(place)
  }),
  enable: withNow(enable, start),
  disable: withNow(disable, stop),
  'is-active': async (place) => {
    const state = activeState(await readContainer(place))
    return { stdout: `${state}\n`, code: state === 'active' ? 0 : 3 }
  },
  'is-enabled': async (place) => {
    const isOn = await isEnabled(place)
    return { stdout: isOn ? 'enabled\n' : 'disabled\n', code: isOn ? 0 : 1 }
  },
  show,
  status,
  cat: async (place) => ({ stdout: `# ${place.unitFile}\n${await readFile(place.unitFile, 'utf8')}` }),
}

finish(await run(process.argv.slice(2)))

async function run(args: string[]): Promise<Result> {
  const { flags, words } = parseFlags(args, {
    '-p': { name: 'property', hasValue: true },
    '--property': { name: 'property', hasValue: true },
    '--value': { name: 'value' },
    '--now': { name: 'now' },
    '--no-pager': { name: 'no-pager' },
    '--quiet': { name: 'quiet' },
    '-q': { name: 'quiet' },
    '--version': { name: 'version' },
  })
  const [name = '', unit = ''] = words
  if (flags.has('version')) return { stdout: 'systemd 252 (252.39-1~deb12u1)\n' }
  if (name === 'daemon-reload') return {}
  const verb = VERBS[name]
  if (!verb) return { stderr: `Unknown command verb ${name}.\n`, code: 1 }
  if (unit !== UNIT && unit !== 'couch2pg') return unknownUnit(name, unit.includes('.') ? unit : `${unit}.service`)
  const result = await verb(placeHere(), flags)
  return flags.has('quiet') ? { ...result, stdout: '' } : result
}

function unknownUnit(verb: string, unit: string): Result {
  if (verb === 'is-active') return { stdout: 'inactive\n', code: 3 }
  if (verb === 'is-enabled') {
    return { stderr: `Failed to get unit file state for ${unit}: No such file or directory\n`, code: 1 }
  }
  if (verb === 'show') return { stdout: 'LoadState=not-found\nActiveState=inactive\n' }
  return { stderr: `Failed to ${verb} ${unit}: Unit ${unit} not found.\n`, code: 5 }
}

function done(effect: (place: Place) => Promise<void>): Verb {
  return async (place) => {
    await effect(place)
    return {}
  }
}

function withNow(verb: (place: Place) => Promise<Result>, effect: (place: Place) => Promise<void>): Verb {
  return async (place, flags) => {
    const result = await verb(place)
    if (flags.has('now')) await effect(place)
    return result
  }
}

async function start(place: Place): Promise<void> {
  if ((await readContainer(place))?.state === 'running') return
  await createContainer(place, parseEnvFile(await readFile(place.envFile, 'utf8')))
  await startContainer(place)
}

async function stop(place: Place): Promise<void> {
  await stopContainer(place, 'SIGTERM', STOP_TIMEOUT_MS)
}

async function enable(place: Place): Promise<Result> {
  if (await isEnabled(place)) return {}
  await mkdir(place.runDir, { recursive: true })
  await writeFile(join(place.runDir, 'enabled'), '')
  return { stderr: `Created symlink ${wantedBy(place)} → ${place.unitFile}.\n` }
}

async function disable(place: Place): Promise<Result> {
  if (!(await isEnabled(place))) return {}
  await rm(join(place.runDir, 'enabled'))
  return { stderr: `Removed "${wantedBy(place)}".\n` }
}

function wantedBy(place: Place): string {
  return place.unitFile.replace(/[^/]*$/, `multi-user.target.wants/${UNIT}`)
}

function isEnabled(place: Place): Promise<boolean> {
  return access(join(place.runDir, 'enabled')).then(
    () => true,
    () => false,
  )
}

function activeState(container: Container | undefined): ActiveState {
  if (container?.state === 'running') return 'active'
  return container?.state === 'exited' && !CLEAN_EXITS.includes(container.exitCode) ? 'failed' : 'inactive'
}

async function show(place: Place, flags: Map<string, string>): Promise<Result> {
  const all = await properties(place)
  const wanted = flags.get('property')?.split(',') ?? Object.keys(all)
  const lines = Object.entries(all).filter(([name]) => wanted.includes(name))
  return { stdout: lines.map(([name, value]) => `${flags.has('value') ? value : `${name}=${value}`}\n`).join('') }
}

async function properties(place: Place): Promise<Record<string, string>> {
  const container = await readContainer(place)
  const state = activeState(container)
  const subStates = { active: 'running', inactive: 'dead', failed: 'failed' }
  return {
    Restart: 'on-failure',
    NRestarts: '0',
    MainPID: String(container?.pid ?? 0),
    ExecMainStatus: String(container?.exitCode ?? 0),
    Environment: '',
    EnvironmentFiles: `${place.envFile} (ignore_errors=no)`,
    Id: UNIT,
    LoadState: 'loaded',
    ActiveState: state,
    SubState: subStates[state],
    FragmentPath: place.unitFile,
    UnitFileState: (await isEnabled(place)) ? 'enabled' : 'disabled',
  }
}

async function status(place: Place): Promise<Result> {
  const { UnitFileState, ActiveState, SubState, MainPID } = await properties(place)
  const lines = [
    `● ${UNIT} - couch2pg`,
    `     Loaded: loaded (${place.unitFile}; ${UnitFileState}; preset: enabled)`,
    `     Active: ${ActiveState} (${SubState})`,
    ...(MainPID === '0' ? [] : [`   Main PID: ${MainPID} (node)`]),
  ]
  return { stdout: `${lines.join('\n')}\n`, code: ActiveState === 'active' ? 0 : 3 }
}
