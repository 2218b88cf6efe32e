import { quote } from '../model/shell.ts'

/** Where a host's shell differs from the usual. */
export interface ShellSettings {
  readonly shell?: string | undefined
  readonly env?: Readonly<Record<string, string>> | undefined
}

/** The line that makes a login shell run one of our own POSIX programs with arguments ($1, $2 …). */
export function programLine(settings: ShellSettings, program: string, words: readonly string[]): string {
  return `${exportsOf(settings.env)}exec ${settings.shell ?? 'sh'} -c ${quote(program)} drover ${words.join(' ')}`
}

/**
 * Runs the text in $1 under bash that stops at the first failure, or under plain sh where there is no bash (with pipefail
 * if that sh knows it).
 */
export const RUN_TEXT = `if command -v bash >/dev/null 2>&1; then exec bash --norc -euo pipefail -c "$1" drover; fi
if (set -o pipefail) 2>/dev/null; then set -o pipefail; fi
set -eu
text=$1
set --
eval "$text"`

/** Ends a question on the host itself after $1 seconds, where there is a `timeout`: nobody else could once the bot is gone. */
const LIMITED = `if timeout -k 5 5 true 2>/dev/null; then exec timeout -k 5 "$1" $2 -c "$3" drover "$4"; fi
exec $2 -c "$3" drover "$4"`

/** The line that runs somebody's command on a host, for so many seconds at most. */
export function commandLine(settings: ShellSettings, command: string, limitSeconds: number): string {
  const shell = quote(settings.shell ?? 'sh')
  return programLine(settings, LIMITED, [String(limitSeconds), shell, quote(RUN_TEXT), quote(command)])
}

function exportsOf(env: Readonly<Record<string, string>> | undefined): string {
  const words = Object.entries(env ?? {}).map(([name, value]) => `${name}=${quote(value)}`)
  return words.length === 0 ? '' : `export ${words.join(' ')}; `
}
