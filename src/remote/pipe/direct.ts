import { createInterface } from 'node:readline'
import type { Answer, PipeOptions, PipeResult } from '../../model/ports.ts'
import { quote } from '../../model/shell.ts'
import { UserError } from '../../model/user-error.ts'
import type { RemoteProcess } from '../connector.ts'
import { RUN_TEXT } from '../remote-shell.ts'
import { DIRECT_SH } from './direct-sh.ts'
import type { End } from './end.ts'
import { guardLine, markLine } from './guard-sh.ts'
import { keepTail, TAIL_BYTES, wholeLines } from './keep-tail.ts'
import { untilAborted } from './until-aborted.ts'

/** From host to host: the source's host reaches the target with sshWords, as the same login the bot has there. */
export async function sendDirect(from: End, to: End, sshWords: string, options: PipeOptions): Promise<PipeResult> {
  const guard = guardLine(to.host, 'reads', to.folder, to.command)
  const mark = markLine(to.host, to.folder)
  const texts = [from.host.shell, RUN_TEXT, from.command, sshWords, guard, mark]
  const process = await from.host.open(DIRECT_SH, [from.folder, ...texts.map(quote)])
  try {
    return await untilAborted(follow(from.host.name, process, options.onBytes), options.signal)
  } catch (error) {
    process.abandon()
    throw error
  }
}

async function follow(host: string, process: RemoteProcess, onBytes: (bytes: number) => void): Promise<PipeResult> {
  const stderr = keepTail(process.stderr)
  const lines: string[] = []
  for await (const line of createInterface({ input: process.stdout })) {
    const [, bytes] = /^bytes (\d+)$/.exec(line) ?? []
    if (bytes !== undefined) onBytes(Number(bytes))
    else lines.push(line)
  }
  const code = await process.ended
  const result = readEnd(lines)
  if (code !== 0 || !result) throw notSent(host, stderr())
  onBytes(result.bytes)
  return result
}

function readEnd(lines: readonly string[]): PipeResult | undefined {
  const start = lines.findIndex((line) => line.startsWith('end '))
  const [, bytes, source, target] = /^end (\d+) (\d+) (\d+)$/.exec(lines[start] ?? '') ?? []
  if (bytes === undefined || source === undefined || target === undefined) return undefined
  const said = (index: number) => {
    const bytes = Buffer.from(lines[start + index] ?? '', 'base64')
    return (bytes.length < TAIL_BYTES ? bytes : wholeLines(bytes)).toString('utf8')
  }
  const answer = (code: string, stdout: string, stderr: string): Answer => ({ code: Number(code), stdout, stderr })
  return { bytes: Number(bytes), source: answer(source, '', said(1)), target: answer(target, said(2), said(3)) }
}

function notSent(host: string, stderr: string): UserError {
  const message = `${host} could not say how a direct stream ended (${stderr.trim() || 'no reason was given'}). The target does not take a stream that was cut. Look at the target, then send it again.`
  return new UserError('stream-not-ended', message)
}
