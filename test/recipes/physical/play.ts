import { clusterVacant } from '../../../src/checks/cluster-vacant.ts'
import { physicalReady } from '../../../src/checks/physical-ready.ts'
import { rowHashes } from '../../../src/checks/row-hashes.ts'
import { fillReferences } from '../../../src/engine/references.ts'
import type { Verdict } from '../../../src/model/check.ts'
import type { Outputs, Progress, Tools } from '../../../src/model/ports.ts'
import type { Step } from '../../../src/model/step.ts'
import { baseCopy } from '../../../src/recipes/physical/base-copy.ts'
import { catchUp } from '../../../src/recipes/physical/catch-up.ts'
import { playJob } from '../hard/play.ts'

const ACTIONS = [baseCopy, catchUp].map(({ registered }) => registered)
const CHECKS = [clusterVacant, physicalReady, rowHashes].map(({ registered }) => registered)

/** What steps have left so far, as a run keeps it. */
export interface Play {
  readonly run: string
  readonly outputs: Record<string, Outputs>
  readonly reports: Progress[]
  /** Undos so far: each is an attempt of its own. */
  undos: number
}

export function newPlay(run: string): Play {
  return { run, outputs: {}, reports: [], undos: 0 }
}

/** Does what the engine does with a step, once and without a journal. Throws what went wrong. */
export async function playStep(
  play: Play,
  tools: Tools,
  step: Step,
  signal = new AbortController().signal,
): Promise<Verdict | undefined> {
  const scope = { run: play.run, step: step.id, attempt: 1, startedAt: '2026-11-02T09:00:00.000Z' }
  if (step.kind === 'check') {
    const check = CHECKS.find(({ name }) => name === step.check.check)
    const verdict = await check?.run(fillReferences(step.check.args, play), tools, scope)
    play.outputs[step.id] = verdict?.outputs ?? {}
    return verdict
  }
  if (step.kind !== 'remote') throw new Error(`${step.id} is not a step of this play`)
  const { act } = step
  if (act.do === 'stop') {
    await tools.hosts.stop(act.on, `${play.run}-${act.jobOf}-1`)
  } else if (act.do === 'job') {
    play.outputs[step.id] = await playJob(play, tools, act, `${play.run}-${step.id}-1`)
  } else {
    const action = ACTIONS.find(({ name }) => name === act.action)
    const context = {
      scope,
      signal,
      report: (progress: Progress) => void play.reports.push(progress),
      proceed: async () => {},
      part: <Result>(work: () => Promise<Result>) => work(),
    }
    play.outputs[step.id] = (await action?.run(fillReferences(act.args, play), tools, context)) ?? {}
  }
  return undefined
}

/** Takes a step back, as a rollback does. */
export async function undoStep(play: Play, tools: Tools, step: Step): Promise<void> {
  play.undos += 1
  const undo = 'undo' in step ? step.undo : 'nothing'
  if (typeof undo !== 'object' || undo.do === 'manual') return
  if (undo.do === 'stop') await tools.hosts.stop(undo.on, `${play.run}-${undo.jobOf}-1`)
  else await playJob(play, tools, undo, `${play.run}-${step.id}-undo-${play.undos}`)
}
