import { createRequire } from 'node:module'
import { availableParallelism, cpus, release, totalmem, type } from 'node:os'
import { z } from 'zod'
import { formatBytes } from '../src/model/amount.ts'

const PackageFile = z.looseObject({ version: z.string() })

/** What a number was measured on, in one sentence: the numbers of two machines are not the same thing. */
export function machineText(): string {
  const model = cpus()[0]?.model ?? 'unknown processor'
  return `Node ${process.version} on ${type()} ${release()}, ${availableParallelism()} cores (${model}), ${formatBytes(totalmem())} of memory.`
}

/** `name 1.2.3` of an installed package. */
export function packageText(name: string): string {
  const require = createRequire(import.meta.url)
  return `${name} ${PackageFile.parse(require(`${name}/package.json`)).version}`
}
