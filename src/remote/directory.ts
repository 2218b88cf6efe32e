import { UserError } from '../model/user-error.ts'
import type { Connector } from './connector.ts'
import type { HostConfig } from './host-config.ts'
import { createHostShell, type HostShell } from './host-shell.ts'
import type { HostsOptions } from './hosts-options.ts'
import { createLocalConnector } from './local-connector.ts'
import { createSlots } from './slots.ts'
import { createSshConnector } from './ssh/ssh-connector.ts'

/** The hosts by name. */
export interface Directory {
  readonly names: readonly string[]
  /** Throws UserError `host-unknown`. */
  find(name: string): HostShell
  /** The words of the SSH command that reaches target from source; throws UserError `direct-missing`. */
  directWords(source: string, target: string): string
  close(): Promise<void>
}

/** Questions at a time on one connection. Together with the streams they stay below sshd's MaxSessions of 10. */
const QUESTIONS = 4
const JOBS_PATH = '$HOME/.drover/jobs'

/** Builds every host's way and shell; nothing is connected yet. */
export function createDirectory(config: Readonly<Record<string, HostConfig>>, options: HostsOptions): Directory {
  const names = Object.keys(config)
  const hosts = new Map<string, HostShell>()
  const find = (name: string) => hosts.get(name) ?? unknown(name, names)
  for (const [name, host] of Object.entries(config)) {
    checkJumps(name, config)
    const jobsPath = host.jobs ?? options.jobsPath ?? JOBS_PATH
    const connector = createConnector(name, host, options, find)
    hosts.set(name, createHostShell({ name, connector, settings: host, jobsPath, questions: createSlots(QUESTIONS) }))
  }
  return {
    names,
    find,
    directWords: (source, target) => config[source]?.direct?.[target] ?? noDirectWay(source, target),
    close: async () => {
      await Promise.all([...hosts.values()].map(({ connector }) => connector.close()))
    },
  }
}

function createConnector(
  name: string,
  config: HostConfig,
  { secrets, agentSocket, keepaliveMs = 10_000, onState }: HostsOptions,
  find: (name: string) => HostShell,
): Connector {
  if (config.connect === 'local') return createLocalConnector(name)
  const { jump, address, port } = config
  const carrier = jump === undefined ? undefined : () => find(jump).connector.connect(port, address)
  const way = { host: name, config, secrets, agentSocket, keepaliveMs, carrier }
  return createSshConnector(way, (state) => onState?.(name, state))
}

/** A loop of jump hosts would wait for itself for ever. */
function checkJumps(name: string, config: Readonly<Record<string, HostConfig>>): void {
  const seen = new Set([name])
  let next = jumpOf(config[name])
  while (next !== undefined) {
    if (!config[next]) unknown(next, Object.keys(config))
    if (seen.has(next)) {
      const message = `The jump hosts of ${name} lead back to ${next}, so none of them can be reached. Correct hosts.${name}.jump in drover.yml.`
      throw new UserError('host-jump-loop', message)
    }
    seen.add(next)
    next = jumpOf(config[next])
  }
}

function jumpOf(config: HostConfig | undefined): string | undefined {
  return config?.connect === 'ssh' ? config.jump : undefined
}

function unknown(name: string, names: readonly string[]): never {
  const message = `drover.yml has no host named ${name}; it has ${names.join(', ') || 'none'}. Nothing was sent. Add it under hosts, or use one of these names.`
  throw new UserError('host-unknown', message)
}

function noDirectWay(source: string, target: string): never {
  const message = `drover.yml does not say how ${source} reaches ${target}, so nothing was sent directly. Put the SSH command for it under hosts.${source}.direct.${target}, or let the bytes pass through the bot.`
  throw new UserError('direct-missing', message)
}
