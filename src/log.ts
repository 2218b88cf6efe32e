import type { Log } from './model/ports.ts'

const LEVELS = ['debug', 'info', 'warn', 'error'] as const

/** A field whose name says that a secret is in it. */
const SECRET_FIELD = /password|passwd|passphrase|secret|token/i

/** JSON lines for the operator, secrets and row content masked. */
export function createLog(
  level: (typeof LEVELS)[number],
  redact: (text: string) => string,
  write: (line: string) => void,
  now: () => Date,
): Log {
  // Before they become JSON: after that, quotes and line ends are spelt so that nobody would know a secret or a line again.
  const masked = (key: string, value: unknown) => {
    const shown = showError(value)
    if (typeof shown === 'bigint') return String(shown)
    if (typeof shown !== 'string') return shown
    return SECRET_FIELD.test(key) ? '[secret]' : redact(shown)
  }
  const say =
    (at: (typeof LEVELS)[number]) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
      if (LEVELS.indexOf(at) < LEVELS.indexOf(level)) return
      write(lineOf({ at: now().toISOString(), level: at, message, ...fields }, masked))
    }
  return { info: say('info'), warn: say('warn'), error: say('error') }
}

/** What holds itself cannot be written; that it was there still is. */
function lineOf(
  entry: { at: string; level: string; message: string },
  masked: (key: string, value: unknown) => unknown,
) {
  try {
    return JSON.stringify(entry, masked)
  } catch {
    const { at, level, message } = entry
    return JSON.stringify({ at, level, message, fields: 'could not be written' }, masked)
  }
}

function showError(value: unknown): unknown {
  if (!(value instanceof Error)) return value
  return {
    name: value.name,
    message: value.message,
    stack: value.stack,
    ...(value.cause === undefined ? {} : { cause: value.cause }),
  }
}
