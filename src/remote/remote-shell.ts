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

/** Arguments: SHELL RUN COMMAND LIMIT…, the words of a command that runs another one for some time at most, or none. */
const LIMITED = `shell=$1 run=$2 command=$3
shift 3
if command -v bash >/dev/null 2>&1; then exec "$@" bash --norc -euo pipefail -c "$command" drover; fi
exec "$@" $shell -c "$run" drover "$command"`

/**
 * The line that runs somebody's command on a host. Given `limitSeconds`, the host itself ends it by then: nobody else could
 * once the bot is gone.
 */
export function commandLine(settings: ShellSettings, command: string, limitSeconds?: number): string {
  const limit = limitSeconds === undefined ? [] : ['timeout', '-k', '5', String(limitSeconds)]
  const texts = [settings.shell ?? 'sh', RUN_TEXT, command].map(quote)
  return programLine(settings, LIMITED, [...texts, ...limit])
}

function exportsOf(env: Readonly<Record<string, string>> | undefined): string {
  const words = Object.entries(env ?? {}).map(([name, value]) => `${name}=${quote(value)}`)
  return words.length === 0 ? '' : `export ${words.join(' ')}; `
}
