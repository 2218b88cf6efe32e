import { UserError } from '../model/user-error.ts'

/** The sentence for a port that the bot may not open on a host. */
export function portForbidden(host: string, cause: unknown): UserError {
  const message = `${host} did not let the bot open a port on its 127.0.0.1. Nothing was changed. Set AllowTcpForwarding yes (and no PermitListen or DisableForwarding that forbids it) in its sshd_config for the bot's login, then retry.`
  return new UserError('port-forbidden', message, { cause })
}
