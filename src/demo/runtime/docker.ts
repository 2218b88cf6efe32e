/**
 * A stand-in for the docker client on a demo host. It knows one container, couch2pg, and the commands with
 * which operators look after it; output and exit codes are those of docker 28 and compose 2.26.
 */
import { compose } from './compose.ts'
import { type Container, readContainer } from './container.ts'
import { containerLogs, killContainer, LOG_FLAGS, startAgain, stopGently } from './container-commands.ts'
import { containerRow, inspection } from './describe.ts'
import { parseFlags, UnknownFlag } from './flags.ts'
import { fillTemplate } from './go-template.ts'
import { type Place, placeHere } from './place.ts'
import { finish, type Result } from './result.ts'

type Command = (place: Place, args: string[]) => Promise<Result>

const COMMANDS: Record<string, Command> = {
  compose,
  ps,
  inspect,
  logs: named(LOG_FLAGS, (place, _, flags) => containerLogs(place, flags, '')),
  start: named({}, (place, container) => startAgain(place, container)),
  stop: named({ '-t': { name: 'timeout', hasValue: true }, '--time': { name: 'timeout', hasValue: true } }, stopGently),
  kill: named(
    { '-s': { name: 'signal', hasValue: true }, '--signal': { name: 'signal', hasValue: true } },
    killContainer,
  ),
  // A stand-in is never restarted, so there is nothing to switch off.
  update: named({ '--restart': { name: 'restart', hasValue: true } }, async () => undefined),
  '--version': async () => ({ stdout: 'Docker version 28.2.2, build e6534b4\n' }),
  version: async () => ({
    stdout: 'Client:\n Version:           28.2.2\n\nServer:\n Engine:\n  Version:          28.2.2\n',
  }),
}

const [name = '', ...args] = process.argv.slice(2)
finish(await run(name, args))

async function run(name: string, args: string[]): Promise<Result> {
  const command = COMMANDS[name]
  if (!command) return { stderr: `docker: '${name}' is not a docker command.\nSee 'docker --help'\n`, code: 1 }
  try {
    return await command(placeHere(), args)
  } catch (error) {
    if (error instanceof UnknownFlag) return { stderr: `${error.message}\n`, code: name === 'compose' ? 16 : 125 }
    throw error
  }
}

/** A command that takes the container's name or id and answers with the name. */
function named(
  table: Parameters<typeof parseFlags>[1],
  act: (place: Place, container: Container, flags: Map<string, string>) => Promise<Result | undefined>,
): Command {
  return async (place, args) => {
    const { flags, words } = parseFlags(args, table)
    const [wanted = ''] = words
    const container = await find(place, wanted)
    if (!container) return { stderr: `Error response from daemon: No such container: ${wanted}\n`, code: 1 }
    return (await act(place, container, flags)) ?? { stdout: `${wanted}\n` }
  }
}

async function find(place: Place, wanted: string): Promise<Container | undefined> {
  const container = await readContainer(place)
  const isWanted = wanted === place.containerName || (wanted.length >= 3 && container?.id.startsWith(wanted))
  return isWanted ? container : undefined
}

async function ps(place: Place, args: string[]): Promise<Result> {
  const { flags } = parseFlags(args, {
    '-a': { name: 'all' },
    '--all': { name: 'all' },
    '-q': { name: 'quiet' },
    '--quiet': { name: 'quiet' },
    '--no-trunc': { name: 'no-trunc' },
    '--format': { name: 'format', hasValue: true },
    '--filter': { name: 'filter', hasValue: true },
    '-f': { name: 'filter', hasValue: true },
  })
  const container = await readContainer(place)
  if (!container || (container.state !== 'running' && !flags.has('all'))) return {}
  const row = containerRow(place, container, Date.now())
  const format = flags.get('format')
  if (flags.has('quiet')) return { stdout: `${flags.has('no-trunc') ? container.id : row.ID}\n` }
  if (format === 'json') return { stdout: `${JSON.stringify(row)}\n` }
  if (format !== undefined && format !== 'table') return { stdout: `${fillTemplate(format, row)}\n` }
  const cells = [row.ID, row.Image, row.Command, row.RunningFor, row.Status, row.Names]
  return { stdout: `CONTAINER ID   IMAGE   COMMAND   CREATED   STATUS   NAMES\n${cells.join('   ')}\n` }
}

async function inspect(place: Place, args: string[]): Promise<Result> {
  const { flags, words } = parseFlags(args, {
    '-f': { name: 'format', hasValue: true },
    '--format': { name: 'format', hasValue: true },
    '--type': { name: 'type', hasValue: true },
  })
  const [wanted = ''] = words
  const container = await find(place, wanted)
  const format = flags.get('format')
  if (!container) {
    return { stdout: format === undefined ? '[]\n' : '\n', stderr: `Error: No such object: ${wanted}\n`, code: 1 }
  }
  const value = inspection(place, container)
  if (format === undefined) return { stdout: `${JSON.stringify([value], null, 4)}\n` }
  return { stdout: `${format === 'json' ? JSON.stringify([value]) : fillTemplate(format, value)}\n` }
}
