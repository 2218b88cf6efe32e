import type { Log } from './model/ports.ts'

const LEVELS = ['debug', 'info', 'warn', 'error'] as const

/** JSON lines for the operator, secrets and row content masked. */
export function createLog(
  level: (typeof LEVELS)[number],
  redact: (text: string) => string,
  write: (line: string) => void,
  now: () => Date,
): Log {
  const say =
    (at: (typeof LEVELS)[number]) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
      if (LEVELS.indexOf(at) < LEVELS.indexOf(level)) return
      write(redact(JSON.stringify({ at: now().toISOString(), level: at, message, ...fields }, showError)))
    }
  return { info: say('info'), warn: say('warn'), error: say('error') }
}

function showError(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value
  return {
    name: value.name,
    message: value.message,
    stack: value.stack,
    ...(value.cause === undefined ? {} : { cause: value.cause }),
  }
}
