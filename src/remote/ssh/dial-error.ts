import { SSHError } from 'node-ssh'
import { UserError } from '../../model/user-error.ts'
import type { SshHostConfig } from '../host-config.ts'

const UNREACHABLE = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENOTFOUND', 'EAI_AGAIN'])

/** The sentence for a connection that could not be made. */
export function dialError(host: string, config: SshHostConfig, cause: unknown): UserError {
  if (cause instanceof UserError) return cause
  const at = `${config.address}:${config.port}`
  const { level, code } = describe(cause)
  if (level === 'client-authentication') return authRefused(host, config, at, cause)
  if (code === 'ECONNREFUSED') {
    const message = `${host} (${at}) refused the SSH connection. Nothing was sent. Start sshd there, or correct hosts.${host}.address and port.`
    return new UserError('ssh-refused', message, { cause })
  }
  if (level === 'client-timeout' || (UNREACHABLE.has(code) && !(cause instanceof SSHError))) {
    const message = `${host} (${at}) did not answer. Nothing was sent. See whether the machine is up and the network lets the bot through.`
    return new UserError('ssh-unreachable', message, { cause })
  }
  if (config.key !== undefined && level === '' && code === '') return keyUnusable(host, config.key, cause)
  if (level === 'handshake' || level === 'protocol') {
    const message = `${host} (${at}) answered, but not with an SSH handshake the bot understands. Nothing was sent. See that sshd, and not another service, listens on that port.`
    return new UserError('ssh-handshake', message, { cause })
  }
  const message = `${host} (${at}) closed the connection before the login was done. Nothing was sent. Look into the log of sshd there.`
  return new UserError('ssh-lost', message, { cause })
}

/** The sentence for a connection that broke while a command ran. */
export function connectionLost(host: string, cause: unknown): UserError {
  const message = `The connection to ${host} broke before the command ended. What it did there is not known from here; a job goes on by itself. Ask again to connect anew.`
  return new UserError('ssh-lost', message, { cause })
}

/** The sentence for a key that cannot be used on the bot's own side. */
export function keyUnusable(host: string, path: string, cause: unknown): UserError {
  const message = `The private key ${path} of ${host} cannot be used: the file is missing, not readable for the bot, or its passphrase is wrong. Nothing was sent. Correct hosts.${host}.key or hosts.${host}.passphrase.`
  return new UserError('ssh-key', message, { cause })
}

function authRefused(host: string, config: SshHostConfig, at: string, cause: unknown): UserError {
  const message = `${host} (${at}) did not accept the bot's key for ${config.user}. Nothing was sent. Put the public key into ${config.user}'s authorized_keys there, or correct hosts.${host}.user and key.`
  return new UserError('ssh-auth', message, { cause })
}

function describe(cause: unknown): { level: string; code: string } {
  return { level: textOf(cause, 'level'), code: textOf(cause, 'code') }
}

function textOf(cause: unknown, key: string): string {
  if (typeof cause !== 'object' || cause === null) return ''
  const value: unknown = Reflect.get(cause, key)
  return typeof value === 'string' ? value : ''
}
