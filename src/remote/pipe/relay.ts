import type { Answer, PipeOptions, PipeResult } from '../../model/ports.ts'
import type { RemoteProcess } from '../connector.ts'
import type { End } from './end.ts'
import { feed } from './feed.ts'
import { guardLine, type Side } from './guard-sh.ts'
import { keepTail } from './keep-tail.ts'
import { markComplete } from './mark-complete.ts'
import { giveUp } from './private-folder.ts'
import { untilAborted } from './until-aborted.ts'

/** Source's stdout through the bot into target's stdin; a target too slow to read slows the source down. */
export async function relay(from: End, to: End, options: PipeOptions): Promise<PipeResult> {
  const { signal } = options
  const [source, target] = await openBoth(from, to)
  const answers = { source: listen(source, 'writes'), target: listen(target, 'reads') }
  try {
    const fed = await feed(source, target, options)
    signal.throwIfAborted()
    if (fed.because === 'target-ended') await giveUp(from.host, from.folder)
    const sourceCode = await untilAborted(source.ended, signal)
    if (sourceCode === 0) await Promise.race([markComplete(to, fed.bytes), target.ended])
    else await giveUp(to.host, to.folder)
    target.stdin.end()
    const targetCode = await untilAborted(target.ended, signal)
    return { bytes: fed.bytes, source: answers.source(sourceCode), target: answers.target(targetCode) }
  } catch (error) {
    source.abandon()
    target.abandon()
    throw error
  }
}

async function openBoth(from: End, to: End): Promise<[RemoteProcess, RemoteProcess]> {
  const target = await open(to, 'reads')
  const source = await open(from, 'writes').catch((error: unknown) => {
    target.abandon()
    throw error
  })
  return [source, target]
}

function open({ host, folder, command }: End, side: Side): Promise<RemoteProcess> {
  return host.connector.run(guardLine(host, side, folder, command))
}

/** The stream itself is not kept: only what the ends said beside it. */
function listen(process: RemoteProcess, side: Side): (code: number) => Answer {
  const stdout = side === 'reads' ? keepTail(process.stdout) : () => ''
  const stderr = keepTail(process.stderr)
  return (code) => ({ code, stdout: stdout(), stderr: stderr() })
}
