import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { BED_VARIABLE } from '../../src/demo/processes.ts'
import { program } from '../../src/program.ts'

/** How fast a host is reached: as fast as this computer can, or through a shaped link. */
export const LINKS = ['local', '100mbit'] as const

export type LinkName = (typeof LINKS)[number]

/** What stands in front of the source's and the target's sshd. */
export interface Link {
  /** Where to reach the source's sshd, and the target's. */
  readonly ports: readonly [number, number]
  /** Bytes to and from the source's host so far, which every copy passes once; undefined when nobody counts. */
  bytes(): Promise<number | undefined>
  stop(): Promise<void>
}

const BYTES_PER_SECOND = { '100mbit': 12_500_000 }
const Ready = z.object({ ports: z.tuple([z.int(), z.int()]) })
const Counted = z.object({ bytes: z.int() })

/** Stands in front of two sshd ports. `local` is nothing at all, so that nothing is slowed and nothing counted. */
export async function startLink(name: LinkName, ports: readonly [number, number], bedDir: string): Promise<Link> {
  if (name === 'local') return { ports, bytes: async () => undefined, stop: async () => undefined }
  const args = [...program('bench/move/shaped-link'), String(BYTES_PER_SECOND[name]), ...ports.map(String)]
  const env = { PATH: '/usr/bin:/bin', [BED_VARIABLE]: bedDir }
  const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<unknown> => {
    const { value, done } = await lines.next()
    if (done) throw new Error('The shaped link ended.')
    return JSON.parse(value)
  }
  return {
    ports: Ready.parse(await next()).ports,
    bytes: async () => {
      child.stdin.write('\n')
      return Counted.parse(await next()).bytes
    },
    stop: async () => {
      const ended = child.exitCode === null ? once(child, 'exit') : undefined
      child.stdin.end()
      await ended
    },
  }
}
