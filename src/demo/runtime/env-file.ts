/** Reads `NAME=value` lines as compose and systemd do: comments and blank lines out, one pair of quotes off. */
export function parseEnvFile(text: string): Record<string, string> {
  const lines = text.split('\n').map((line) => line.trim())
  const pairs = lines.filter((line) => line && !line.startsWith('#') && line.includes('=')).map(pair)
  return Object.fromEntries(pairs)
}

/** Writes `NAME=value` lines. */
export function formatEnvFile(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

function pair(line: string): [string, string] {
  const at = line.indexOf('=')
  const value = line.slice(at + 1)
  const [, inner] = /^(["'])(.*)\1$/.exec(value)?.slice(1) ?? []
  return [line.slice(0, at), inner ?? value]
}
