import type { Secrets } from '../model/ports.ts'
import type { HostState } from './connector.ts'

/** What the machines need from the rest of the program. */
export interface HostsOptions {
  readonly secrets: Secrets
  /** Folder of the jobs where a host's own config names none; default `$HOME/.drover/jobs`. */
  readonly jobsPath?: string | undefined
  readonly onState?: ((host: string, state: HostState) => void) | undefined
  /** How long a stopped job may take to end by itself; default 10,000. */
  readonly graceMs?: number | undefined
  /** How often a silent connection is asked whether it still is; three silences end it. Default 10,000. */
  readonly keepaliveMs?: number | undefined
  /** Path of the SSH agent's socket on the bot's machine, for hosts with `agent: true`. */
  readonly agentSocket?: string | undefined
}
