import { readFile } from 'node:fs/promises'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Config, NodeSSH } from 'node-ssh'
import type { ServerHostKeyAlgorithm } from 'ssh2'
import type { Secrets } from '../../model/ports.ts'
import { UserError } from '../../model/user-error.ts'
import type { SshHostConfig } from '../host-config.ts'
import { dialError, keyUnusable } from './dial-error.ts'
import { fingerprint, keyRefused, keyType } from './host-key.ts'

/** How to reach one host: its description, and how the secrets, the agent and the jump host are had. */
export interface Dial {
  readonly host: string
  readonly config: SshHostConfig
  readonly secrets: Secrets
  readonly agentSocket?: string | undefined
  readonly keepaliveMs: number
  /** The carrier through a jump host, or undefined for a TCP connection of its own. */
  readonly carrier: (() => Promise<Duplex>) | undefined
}

/** A verified connection and the key the host proved. */
export interface Dialed {
  readonly ssh: NodeSSH
  readonly hostKey: string
}

const PAUSES_MS = [250, 1000]

/** Connects; only what a restarting sshd shows (refused, dropped) is tried again, twice, with a pause. */
export async function dial(way: Dial): Promise<Dialed> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await dialAnyKey(way)
    } catch (error) {
      if (!(error instanceof UserError) || !['ssh-refused', 'ssh-lost'].includes(error.code)) throw error
      await sleep(pauseMs)
    }
  }
  return dialAnyKey(way)
}

const KEY_FAMILIES: readonly (readonly ServerHostKeyAlgorithm[])[] = [
  ['ssh-ed25519'],
  ['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
  ['rsa-sha2-512', 'rsa-sha2-256'],
]

/**
 * A host has several keys and shows the one of the first type asked for. When that is not the pinned one, it is asked for
 * the other types before it is refused, so that any of its keys may be pinned.
 */
async function dialAnyKey(way: Dial): Promise<Dialed> {
  const first = await dialOnce(way, undefined)
  if ('ssh' in first) return first
  const refusal = keyRefused(way.host, first.seen, way.config.hostKey)
  if (way.config.hostKey === undefined) throw refusal
  for (const family of KEY_FAMILIES.filter((types) => !types.some((type) => type === first.type))) {
    const next = await dialOnce(way, family).catch(() => undefined)
    if (next && 'ssh' in next) return next
  }
  throw refusal
}

interface WrongKey {
  readonly seen: string
  readonly type: string
}

async function dialOnce(way: Dial, types: readonly ServerHostKeyAlgorithm[] | undefined): Promise<Dialed | WrongKey> {
  let shown: WrongKey | undefined
  const ssh = new NodeSSH()
  try {
    await ssh.connect({
      ...(await login(way)),
      ...(types && { algorithms: { serverHostKey: [...types] } }),
      hostVerifier: (key: Buffer) => {
        shown = { seen: fingerprint(key), type: keyType(key) }
        return shown.seen === way.config.hostKey
      },
    })
  } catch (cause) {
    ssh.dispose()
    if (shown && shown.seen !== way.config.hostKey) return shown
    throw dialError(way.host, way.config, cause)
  }
  return { ssh, hostKey: shown?.seen ?? '' }
}

async function login(way: Dial): Promise<Config> {
  const { address, port, user, agent } = way.config
  return {
    host: address,
    port,
    username: user,
    readyTimeout: 10_000,
    keepaliveInterval: way.keepaliveMs,
    keepaliveCountMax: 3,
    ...(way.carrier && { sock: await way.carrier() }),
    ...(agent && way.agentSocket !== undefined && { agent: way.agentSocket }),
    ...(await privateKey(way)),
  }
}

async function privateKey(way: Dial): Promise<Pick<Config, 'privateKey' | 'passphrase'>> {
  const { key, passphrase } = way.config
  if (key === undefined) return {}
  const text = await readFile(key, 'utf8').catch((cause: unknown) => {
    throw keyUnusable(way.host, key, cause)
  })
  return { privateKey: text, ...(passphrase !== undefined && { passphrase: await way.secrets.reveal(passphrase) }) }
}
