import type { Client } from 'ssh2'
import { connectionLost } from './dial-error.ts'

/** Sends one request over a connection: a callback of ssh2 that settles like that of a promise. */
type Send<T> = (connection: Client, resolve: (answer: T) => void, reject: (reason: Error) => void) => void

/**
 * The answer to one request. Throws UserError `ssh-lost` when the connection ends before it comes, also where it
 * had ended and not yet said so: ssh2 throws then, instead of calling back.
 */
export function request<T>(host: string, connection: Client | null, send: Send<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const lose = (cause: unknown) => reject(connectionLost(host, cause))
    if (!connection) return lose(undefined)
    const onClose = () => lose(undefined)
    const settled = <V>(settle: (value: V) => void) => {
      return (value: V) => {
        connection.removeListener('close', onClose)
        settle(value)
      }
    }
    connection.once('close', onClose)
    try {
      send(connection, settled(resolve), settled(reject))
    } catch (cause) {
      settled(lose)(cause)
    }
  })
}
