import type { ActionContext } from '../../src/model/action.ts'
import type { PipeResult, Progress } from '../../src/model/ports.ts'
import { SCOPE } from '../checks/fake-tools.ts'

export const SOURCE = { host: 'old-pg', port: 5432, database: 'cht', user: 'postgres', password: 'source-pg' }
export const TARGET = { host: 'new-pg', port: 5433, database: 'cht', user: 'postgres' }

/** What an action is given, with what it reports kept. */
export function actionContext(signal = new AbortController().signal): ActionContext & { reports: Progress[] } {
  const reports: Progress[] = []
  const proceed = async () => signal.throwIfAborted()
  return {
    scope: SCOPE,
    signal,
    reports,
    report: (progress) => void reports.push(progress),
    proceed,
    part: async (work) => {
      await proceed()
      return work()
    },
  }
}

/** How a stream ended, both ends with exit 0 unless told otherwise. */
export function piped(bytes: number, ends: { source?: [number, string]; target?: [number, string] } = {}): PipeResult {
  const { source = [0, ''], target = [0, ''] } = ends
  return { bytes, source: answer(source), target: answer(target) }
}

function answer([code, stderr]: [number, string]) {
  return { code, stdout: '', stderr }
}
