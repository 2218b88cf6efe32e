import assert from 'node:assert/strict'
import type { Command } from '../../src/model/command.ts'
import type { RunEvent } from '../../src/model/event.ts'
import { canonical } from '../../src/model/json.ts'
import type { Plan } from '../../src/model/plan.ts'
import { hasEnded, type Run } from '../../src/model/run.ts'
import { UserError } from '../../src/model/user-error.ts'
import { createDice } from './dice.ts'
import { LAWS, type Moment, STATE_LAWS } from './laws.ts'
import { randomCommand } from './random-command.ts'
import { AT, fold, names, STARTS_AT, send, start } from './sample.ts'

/** Before the instant of a scheduled run, at it, a little late, and too late for it to begin by itself. */
const AROUND = [AT, '2026-11-02T09:59:59.999Z', STARTS_AT, '2026-11-02T10:15:00.000Z', '2026-11-02T10:15:00.001Z']

/** What histories went through, so that a test can tell whether they saw enough. */
export interface Seen {
  histories: number
  commands: number
  refusals: number
  readonly moves: Map<string, number>
  readonly ends: Map<string, number>
  readonly events: Map<string, number>
}

export function nothingSeen(): Seen {
  return { histories: 0, commands: 0, refusals: 0, moves: new Map(), ends: new Map(), events: new Map() }
}

/** Plays one random history and checks every law at every event; throws naming the law and the seed. Gives its events. */
export function playHistory(seed: number, plans: readonly Plan[], seen: Seen): readonly RunEvent[] {
  const dice = createDice(seed)
  const history: RunEvent[] = []
  const commands: Command[] = []
  const begin = start(dice.pick(plans))
  const isLater = dice.chance(0.05)
  let run = checked(undefined, isLater ? { ...begin, startsAt: STARTS_AT } : begin, AT, history, seed, seen)
  const restless = dice.chance(0.1)
  let left = 20 + dice.below(50)
  while (run && left > 0) {
    left -= hasEnded(run) ? 10 : 1
    const command = randomCommand(dice, run, commands, restless)
    commands.push(command)
    const at = isLater ? dice.pick(AROUND) : AT
    const next = checked(run, command, at, history, seed, seen)
    if (next && next !== run && dice.chance(0.5)) repeatChangesNothing(next, command, at)
    run = next
  }
  seen.histories += 1
  count(seen.ends, run?.status ?? 'none')
  assertFolds(history, run, seed)
  return history
}

function checked(
  run: Run | undefined,
  command: Command,
  at: string,
  history: RunEvent[],
  seed: number,
  seen: Seen,
): Run | undefined {
  seen.commands += 1
  const result = attempt(run, command, at, seen)
  let before = run
  for (const event of result?.events ?? []) {
    const after = fold(before, event)
    assertLaws({ before, event, run: after, command, history }, seed)
    history.push(event)
    count(seen.events, event.type)
    if (before && before.status !== after.status) count(seen.moves, `${before.status} → ${after.status}`)
    before = after
  }
  if (before) assertStateLaws(before, history, seed)
  return before
}

/** A refusal is a UserError and changes nothing; anything else that is thrown is a bug of the model. */
function attempt(run: Run | undefined, command: Command, at: string, seen: Seen): ReturnType<typeof send> | undefined {
  try {
    return send(run, command, at)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    assert.notEqual(error.message, '')
    seen.refusals += 1
    return undefined
  }
}

function assertLaws(moment: Moment, seed: number): void {
  for (const [name, law] of Object.entries(LAWS))
    orTell(() => law(moment), name, [...moment.history, moment.event], seed)
}

function assertStateLaws(run: Run, history: readonly RunEvent[], seed: number): void {
  for (const [name, law] of Object.entries(STATE_LAWS)) orTell(() => law(run, history), name, history, seed)
}

function orTell(law: () => void, name: string, history: readonly RunEvent[], seed: number): void {
  try {
    law()
  } catch (cause) {
    throw new Error(`seed ${seed} broke the law "${name}": ${names(history).join(', ')}`, { cause })
  }
}

/** A typed done or skip names no step, and a second abort means something else: only these may do more when they come twice. */
function repeatChangesNothing(run: Run, command: Command, at: string): void {
  const isTyped = (command.type === 'done' || command.type === 'skip') && command.shown === undefined
  if (isTyped || command.type === 'abort') return
  const again = attempt(run, command, at, nothingSeen())
  assert.deepEqual(again?.events ?? [], [], `a repeated ${command.type} changed something`)
}

function assertFolds(history: readonly RunEvent[], run: Run | undefined, seed: number): void {
  const events: readonly RunEvent[] = history.map((event) => JSON.parse(JSON.stringify(event)))
  const refolded = events.reduce<Run | undefined>(fold, undefined)
  assert.equal(text(refolded), text(run), `seed ${seed} does not fold to the same run`)
}

function text(run: Run | undefined): string {
  return canonical({ ...run, plan: undefined })
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}
