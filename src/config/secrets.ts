import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { Secrets } from '../model/ports.ts'
import { refuse, UserError } from '../model/user-error.ts'

const run = promisify(execFile)

/** Secrets by name; every value that was ever revealed is known to the redaction from then on. */
export interface KnownSecrets extends Secrets {
  values(): readonly string[]
}

/** Reads each secret where drover.yml says it is: an environment variable, a file, or what a program prints. */
export function createSecrets(
  sources: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string | undefined>>,
): KnownSecrets {
  const revealed = new Map<string, string>()
  return {
    names: () => Object.keys(sources),
    values: () => [...revealed.values()],
    reveal: async (name) => {
      const source = sources[name]
      if (source === undefined)
        refuse(
          'no-secret',
          `There is no secret ${name} in drover.yml. Add it under secrets, such as ${name}: env:${name.toUpperCase().replaceAll('-', '_')}.`,
        )
      const value = await read(name, source, env)
      revealed.set(name, value)
      return value
    },
  }
}

async function read(name: string, source: string, env: Readonly<Record<string, string | undefined>>): Promise<string> {
  const [, kind, what = ''] = /^(\w+):(.*)$/s.exec(source) ?? []
  try {
    const value =
      kind === 'env'
        ? env[what]
        : kind === 'file'
          ? await readFile(what, 'utf8')
          : (await run('/bin/sh', ['-c', what], { timeout: 30_000 })).stdout
    const trimmed = value?.replace(/\r?\n$/, '')
    if (trimmed) return trimmed
  } catch (cause) {
    throw new UserError('no-secret', sentence(name, kind, what), { cause })
  }
  return refuse('no-secret', sentence(name, kind, what))
}

function sentence(name: string, kind: string | undefined, what: string): string {
  const why =
    kind === 'env'
      ? `the environment has no ${what}`
      : kind === 'file'
        ? `${what} cannot be read or is empty`
        : 'its command failed or printed nothing'
  return `The secret ${name} is missing: ${why}. Provide it where Drover runs, then try again.`
}
