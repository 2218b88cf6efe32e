import { quote } from '../model/shell.ts'
import { type AskOptions, askRaw, inTime, type RawAnswer } from './ask.ts'
import type { Connector, RemoteProcess } from './connector.ts'
import { createTraits, type HostTraits } from './host-traits.ts'
import { commandLine, programLine, type ShellSettings } from './remote-shell.ts'
import type { Slots } from './slots.ts'

const TRAITS_MS = 30_000

/** A host as the verbs see it: a shell that runs our programs and other people's commands. */
export interface HostShell {
  readonly name: string
  readonly connector: Connector
  /** Words of the POSIX shell there. */
  readonly shell: string
  /** The folder of the jobs, as a word for that shell. */
  readonly jobs: string
  traits(): Promise<HostTraits>
  /** The line for a login shell there that runs one of our programs with words that are already quoted. */
  line(program: string, words: readonly string[]): string
  /** Runs one of our programs with words that are already quoted. */
  ask(program: string, words: readonly string[], options: AskOptions): Promise<RawAnswer>
  askCommand(command: string, options: AskOptions): Promise<RawAnswer>
  /** A program that stays, to be fed or read as a stream. It takes none of the slots of the questions. */
  open(program: string, words: readonly string[]): Promise<RemoteProcess>
}

/** What a host's shell is made of. */
export interface HostShellParts {
  readonly name: string
  readonly connector: Connector
  readonly settings: ShellSettings
  readonly jobsPath: string
  readonly questions: Slots
}

/** Puts a connector, the host's settings and its question slots together. */
export function createHostShell({ name, connector, settings, jobsPath, questions }: HostShellParts): HostShell {
  const askLine = async (line: string, options: AskOptions) => {
    const leave = await questions.enter()
    try {
      return await askRaw(name, () => connector.run(line), options)
    } finally {
      leave()
    }
  }
  const line = (program: string, words: readonly string[]) => programLine(settings, program, words)
  const traits = createTraits(async (program) => {
    const { stdout } = await askLine(line(program, []), { timeoutMs: TRAITS_MS })
    return stdout.toString('utf8')
  })
  return {
    name,
    connector,
    shell: settings.shell ?? 'sh',
    jobs: homeWord(jobsPath),
    line,
    ask: (program, words, options) => askLine(line(program, words), options),
    traits,
    askCommand: async (command, options) => {
      const limit = (await inTime(name, traits(), options.timeoutMs)).timeout ? limitSeconds(options) : undefined
      return askLine(commandLine(settings, command, limit), options)
    },
    open: (program, words) => connector.run(line(program, words)),
  }
}

/** Later than the bot's own limit, so that the bot's sentence is the one people see. */
function limitSeconds({ timeoutMs }: AskOptions): number {
  return Math.ceil(timeoutMs / 1000) + 5
}

/** `$HOME` at the beginning is for the host to fill in; the rest of the path is taken as it is. */
function homeWord(path: string): string {
  return path.startsWith('$HOME/') ? `"$HOME"/${quote(path.slice('$HOME/'.length))}` : quote(path)
}
