import type { JobState, JobView } from '../../model/ports.ts'
import { decodeLog } from './decode-log.ts'

/** Reads what the peek program printed (see peek-sh.ts), or undefined when it is not that. */
export function readView(stdout: Buffer, mark: string, offset: number, mostLogBytes: number): JobView | undefined {
  const start = stdout.indexOf(`${mark}\n`)
  const end = stdout.indexOf('\n.\n', start)
  if (start < 0 || end < 0) return undefined
  const [, is = '', ...lines] = stdout.subarray(start, end).toString('utf8').split('\n')
  const state = readState(is)
  if (!state) return undefined
  const bytes = stdout.subarray(end + 3)
  const more = state.is === 'running' || bytes.length >= mostLogBytes
  return { state, ...decodeLog(bytes, offset, more), outputs: readOutputs(lines) }
}

function readState(text: string): JobState | undefined {
  const [is, code] = text.split(' ')
  if (is === 'done') return /^\d+$/.test(code ?? '') ? { is, code: Number(code) } : undefined
  return is === 'absent' || is === 'staged' || is === 'running' || is === 'lost' ? { is } : undefined
}

/** A key written twice has its last value; lines that are not `key=value` are not outputs. */
function readOutputs(lines: readonly string[]): Record<string, string> {
  const pairs = lines.flatMap((line) => {
    const [, key, value] = /^=([A-Za-z_][A-Za-z0-9_.-]*)=(.*)$/s.exec(line) ?? []
    return key === undefined || value === undefined ? [] : [[key, value] as const]
  })
  return Object.fromEntries(pairs)
}
