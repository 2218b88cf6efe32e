import type { JobState, JobView } from '../../model/ports.ts'
import { readable } from '../readable.ts'
import { decodeLog, type LogPiece } from './decode-log.ts'

/** Reads what the peek program printed (see peek-sh.ts), or undefined when it is not that. */
export function readView(stdout: Buffer, mark: string, offset: number, mostLogBytes: number): JobView | undefined {
  const start = stdout.indexOf(`${mark}\n`)
  const end = stdout.indexOf('\n.\n', start)
  if (start < 0 || end < 0) return undefined
  const [, is = '', place = '', ...lines] = stdout.subarray(start, end).toString('utf8').split('\n')
  const state = readState(is)
  if (!state || !/^\d+$/.test(place)) return undefined
  const bytes = stdout.subarray(end + 3)
  const more = state.is === 'running' || bytes.length >= mostLogBytes
  const from = Number(place)
  const { log, nextOffset } = from === offset ? decodeLog(bytes, from, more) : afterGap(bytes, from, more)
  return { state, log: readable(log), nextOffset, outputs: readOutputs(lines) }
}

/** What comes before was left on the host, and so is the line that was cut: its beginning would have said what it is. */
function afterGap(bytes: Buffer, from: number, more: boolean): LogPiece {
  const first = bytes.indexOf('\n')
  const { log, nextOffset } = decodeLog(
    first < 0 ? Buffer.alloc(0) : bytes.subarray(first),
    from + Math.max(first, 0),
    more,
  )
  return { log: `\n…${log}`, nextOffset: first < 0 ? from + bytes.length : nextOffset }
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
