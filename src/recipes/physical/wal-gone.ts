import { UserError } from '../../model/user-error.ts'

/** The sentence for WAL that the source may have thrown away, or has. */
export function walGone(host: string): UserError {
  const message = `The session that kept the WAL of ${host} for the copy has ended, so the copy cannot be brought to one moment. ${host} itself is as ever. Roll back, which removes the copy, and start again.`
  return new UserError('wal-gone', message)
}
