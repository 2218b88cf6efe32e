import assert from 'node:assert/strict'
import type { Command } from '../../src/model/command.ts'
import type { Step } from '../../src/model/step.ts'
import { play, samplePlan, send, start } from './sample.ts'

/** What a story leads to, what is then asked, and the refusal word for word. */
export interface Refusal {
  readonly steps: readonly Step[]
  readonly earlier: readonly Command[]
  readonly command: Command
  readonly code: string
  readonly says: string
}

export function assertRefused({ steps, earlier, command, code, says }: Refusal): void {
  const { run } = story(steps, ...earlier)
  assert.throws(() => send(run, command), { name: 'UserError', code, message: says })
}

/** A run of these steps after these commands. */
export function story(steps: readonly Step[], ...commands: readonly Command[]): ReturnType<typeof play> {
  return play([start(samplePlan(steps)), ...commands])
}
