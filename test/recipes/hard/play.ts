import { setTimeout as sleep } from 'node:timers/promises'
import { databaseInventory } from '../../../src/checks/database-inventory.ts'
import { sameStructure } from '../../../src/checks/database-structure.ts'
import { rowHashes } from '../../../src/checks/row-hashes.ts'
import { isPassing } from '../../../src/engine/passing.ts'
import { fillReferences } from '../../../src/engine/references.ts'
import { pollMs } from '../../../src/engine/settle.ts'
import type { ActionContext } from '../../../src/model/action.ts'
import type { Verdict } from '../../../src/model/check.ts'
import { check, outputOf } from '../../../src/model/make-step.ts'
import type { Outputs, Progress, Tools } from '../../../src/model/ports.ts'
import { fill, secretsIn } from '../../../src/model/secret.ts'
import { render } from '../../../src/model/shell.ts'
import type { JobAct, Step } from '../../../src/model/step.ts'
import { copySchema, copySequences } from '../../../src/recipes/copy-schema.ts'
import { copyTables } from '../../../src/recipes/copy-tables.ts'
import { dropLedger, movePostgres } from '../../../src/recipes/move-postgres.ts'
import { sameRows } from '../../../src/recipes/same-rows.ts'
import type { HardBed } from './bed.ts'

const ACTIONS = [copySchema, copySequences, copyTables].map(({ registered }) => registered)
const CHECKS = [databaseInventory, rowHashes, sameRows, sameStructure].map(({ registered }) => registered)

/** A move under way: its steps, what they have left so far, and how often each was tried. */
export interface Play {
  readonly run: string
  readonly steps: readonly Step[]
  readonly outputs: Record<string, Outputs>
  readonly verdicts: Record<string, Verdict>
  readonly attempts: Record<string, number>
  readonly reports: Progress[]
}

/** What differs from the usual move. */
export interface PlayOptions {
  readonly run?: string
  readonly streams?: number
  readonly compression?: 'none' | 'zstd'
  readonly user?: string
}

let plays = 0

/** The steps of a move from taking stock to its proofs, not begun. */
export function newPlay(bed: HardBed, database: string, options: PlayOptions = {}): Play {
  const { run = `m7f3x${plays++}`, streams = 2, compression = 'zstd', user } = options
  const sides = { source: bed.ref('source', database, user), target: bed.ref('target', database, user) }
  const inventory = check('inventory', databaseInventory({ on: sides.source }))
  const { steps, verification, structure, after } = movePostgres({
    ...{ ...sides, owner: 'couch2pg', direct: false, streams, compression, proof: 'hash' },
    encoding: outputOf(inventory, 'encoding'),
    matviews: outputOf(inventory, 'matviews'),
  })
  const all = [inventory, ...steps, verification, structure, ...after, dropLedger(sides.target)]
  return { run, steps: all, outputs: {}, verdicts: {}, attempts: {}, reports: [] }
}

/** Plays the steps from one to another, both of them included. */
export async function playSteps(play: Play, tools: Tools, from = 'inventory', to = 'drop-ledger'): Promise<void> {
  const ids = play.steps.map(({ id }) => id)
  for (const step of play.steps.slice(ids.indexOf(from), ids.indexOf(to) + 1)) await playStep(play, tools, step.id)
}

/** Does what the engine does with a step, without a journal. Throws what went wrong; a second call is a retry. */
export async function playStep(
  play: Play,
  tools: Tools,
  id: string,
  signal = new AbortController().signal,
): Promise<void> {
  const step = stepOf(play, id)
  const attempt = (play.attempts[id] ?? 0) + 1
  play.attempts[id] = attempt
  const scope = { run: play.run, step: id, attempt, startedAt: '2026-11-02T09:00:00.000Z' }
  if (step.kind === 'check') {
    const found = CHECKS.find(({ name }) => name === step.check.check)
    if (!found) throw new Error(`${step.check.check} is not a check of this play`)
    const verdict = await found.run(fillReferences(step.check.args, play), tools, scope)
    play.verdicts[id] = verdict
    play.outputs[id] = verdict.outputs ?? {}
    return
  }
  if (step.kind !== 'remote') throw new Error(`${id} is not a step of this play`)
  const { act } = step
  if (act.do === 'stop') return tools.hosts.stop(act.on, `${play.run}-${act.jobOf}-${play.attempts[act.jobOf] ?? 1}`)
  if (act.do === 'job') {
    play.outputs[id] = await playJob(play, tools, act, `${play.run}-${id}-${attempt}`)
    return
  }
  const action = ACTIONS.find(({ name }) => name === act.action)
  if (!action) throw new Error(`${act.action} is not an action of this play`)
  const context: ActionContext = {
    ...{ scope, signal },
    report: (progress) => void play.reports.push(progress),
    proceed: async () => signal.throwIfAborted(),
    part: async (work) => {
      signal.throwIfAborted()
      return work()
    },
  }
  play.outputs[id] = await action.run(fillReferences(act.args, play), tools, context)
}

/** Tries a step again as long as the way there breaks, as the engine does with an error that may pass. */
export async function playThrough(play: Play, tools: Tools, id: string): Promise<void> {
  for (;;) {
    try {
      return await playStep(play, tools, id)
    } catch (error) {
      if (!isPassing(error)) throw error
      await sleep(50)
    }
  }
}

/** Takes every step back, last first, as a rollback does. */
export async function rollBack(play: Play, tools: Tools): Promise<void> {
  for (const step of [...play.steps].reverse()) {
    const undo = 'undo' in step ? step.undo : 'nothing'
    if (typeof undo !== 'object' || undo.do === 'manual') continue
    if (undo.do === 'stop')
      await tools.hosts.stop(undo.on, `${play.run}-${undo.jobOf}-${play.attempts[undo.jobOf] ?? 1}`)
    else await playJob(play, tools, undo, `${play.run}-${step.id}-undo-1`)
  }
}

export function stepOf(play: Play, id: string): Step {
  const step = play.steps.find((one) => one.id === id)
  if (!step) throw new Error(`there is no step ${id}`)
  return step
}

/** Starts a step's job without waiting for it; gives the job's id. */
export async function startJob(
  play: Pick<Play, 'run' | 'outputs'>,
  tools: Tools,
  act: JobAct,
  id: string,
): Promise<string> {
  const script = render(act.run, { output: ({ output }) => play.outputs[output.step]?.[output.key] })
  const names = Object.values(act.files).flatMap(secretsIn)
  const secrets = new Map(
    await Promise.all(names.map(async (name): Promise<[string, string]> => [name, await tools.secrets.reveal(name)])),
  )
  const files = Object.fromEntries(Object.entries(act.files).map(([name, file]) => [name, fill(file, secrets)]))
  await tools.hosts.start(act.on, { id, script, files })
  return id
}

/** Runs a job to its end, or to the first word of one in the background; gives its outputs. Looking costs the host processes, so it is done as rarely as the engine does. */
export async function playJob(
  play: Pick<Play, 'run' | 'outputs'>,
  tools: Tools,
  act: JobAct,
  id: string,
): Promise<Outputs> {
  await startJob(play, tools, act, id)
  const startedMs = performance.now()
  for (;;) {
    await sleep(pollMs(performance.now() - startedMs))
    const { state, log, outputs } = await tools.hosts.peek(act.on, id, 0)
    if (state.is === 'done' && (state.code !== 0 || act.background))
      throw new Error(`${id} ended with ${state.code}:\n${log}`)
    if (state.is === 'done' || (act.background && Object.keys(outputs).length > 0)) return outputs
    if (state.is === 'lost') throw new Error(`${id} is lost`)
  }
}
