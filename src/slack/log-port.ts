/** More about a log line; values are redacted by whoever writes them down. */
export type LogFields = Readonly<Record<string, unknown>>

/** Where the adapter tells the operator what happened. */
export interface Log {
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}
