import type { CheckCall, Evidence, Scope } from '../model/check.ts'
import type { Run } from '../model/run.ts'
import { UserError } from '../model/user-error.ts'
import { isPassing } from './passing.ts'
import { fillReferences } from './references.ts'
import type { World } from './world.ts'

/**
 * Asks a check now. What cannot be told is an `error`, which never counts as a pass. A broken way to the world within
 * `patienceMs` of the step's start is thrown instead: the run waits a moment and looks again.
 */
export async function measure(
  world: World,
  run: Run,
  call: CheckCall,
  scope: Scope,
  patienceMs = 0,
): Promise<Evidence> {
  const stamp = { check: call.check, title: call.title, measuredAt: world.tools.now().toISOString() }
  try {
    const check = world.registry.check(call.check, call.version)
    const verdict = await check.run(fillReferences(call.args, run), world.tools, scope)
    return { ...verdict, ...stamp, summary: world.redact(verdict.summary) }
  } catch (error) {
    if (isPassing(error) && world.tools.now().getTime() - Date.parse(scope.startedAt) < patienceMs) throw error
    return { ...couldNotTell(world, error), ...stamp }
  }
}

/** An error as evidence: nobody could tell, and why not. */
export function couldNotTell(world: World, error: unknown) {
  if (!(error instanceof UserError)) world.log.error('a check broke', { error })
  const why = error instanceof UserError ? error.message : error instanceof Error ? error.message : String(error)
  return {
    outcome: 'error' as const,
    summary: world.redact(`Could not be judged, which is not a pass: ${why}`),
    values: {},
  }
}
