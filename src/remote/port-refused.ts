import { UserError } from '../model/user-error.ts'

/** The sentence for a TCP port that nobody answers on a host. */
export function portRefused(host: string, port: number, cause: unknown): UserError {
  const message = `Nothing on ${host} accepted a connection on port ${port}. Nothing was read or changed. See whether the service runs there and listens on that port.`
  return new UserError('port-refused', message, { cause })
}
