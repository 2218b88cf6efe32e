import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Command } from '../../src/model/command.ts'
import { check } from '../../src/model/make-step.ts'
import { owed } from '../../src/model/owed.ts'
import type { Plan } from '../../src/model/plan.ts'
import { differences, type Today } from '../../src/model/plan-change.ts'
import type { Person, Run } from '../../src/model/run.ts'
import { sh } from '../../src/model/shell.ts'
import type { Step } from '../../src/model/step.ts'
import { assertRefused, story } from './refuses.ts'
import { BOTH, DBA, NOBODY, names, OWNER, ROWS, STARTER, samplePlan, send } from './sample.ts'
import { ASK, ask, done, failed, job, lost, measured, PLUG, release, retry, succeeded } from './steps-for-steering.ts'

const COPY = job('copy')
const BETTER = { ...COPY, act: { ...COPY.act, run: sh`work --better` } }
const LAUNCHED: Command = { type: 'launched', step: 'copy', attempt: 1 }
const FOLLOWS: Command = { type: 'plan-follows' }

/** Drover finds that the file gives these steps now. */
function changed(before: readonly Step[], now: readonly Step[]): Command {
  const plan = samplePlan(now)
  return { type: 'plan-changed', digest: plan.digest, says: differences(samplePlan(before), plan) }
}

function adopt(now: Plan | readonly Step[] | undefined, by: Person = STARTER, reason = 'It was wrong.'): Command {
  const plan = now && ('digest' in now ? now : samplePlan(now))
  return { type: 'adopt', by, reason, today: plan ? { plan, unfit: [] } : { unknown: 'There is no such file.' } }
}

/** Everything that it takes to go on by these steps. */
function adopted(before: readonly Step[], now: readonly Step[]): readonly Command[] {
  return [changed(before, now), adopt(now), adopt(now, OWNER, 'I read it.')]
}

const CHANGED_WORDS = 'The migration file gives another plan than the one of this run. copy has another command.'
const WAYS_ON =
  'Put the old file back, restart Drover, then /migrate release m7f3xq; or move the run to the new plan: /migrate adopt m7f3xq reason="…". Rollback and abort keep to the plan of the run.'

test('a run whose file gives another plan is held by Drover, and says what changed', () => {
  const { run, events } = story([PLUG, COPY], changed([PLUG, COPY], [PLUG, BETTER]))
  assert.deepEqual(names(events).slice(-2), ['plan-changed', 'hold-asked'])
  assert.deepEqual([run.status, run.hold?.by, run.hold?.reason], ['held', 'drover', CHANGED_WORDS])
  assert.deepEqual(send(run, changed([PLUG, COPY], [PLUG, BETTER])).events, [])
})

test('a run that somebody holds keeps their hold, and the change is on record', () => {
  const { run, events } = story([PLUG, COPY], ask('hold', DBA), changed([PLUG, COPY], [PLUG, BETTER]))
  assert.equal(names(events).at(-1), 'plan-changed')
  assert.equal(run.hold?.by, 'U1')
})

const KEPT_BACK: readonly { readonly command: Command; readonly nothing: string }[] = [
  { command: release(), nothing: 'Nothing was released.' },
  { command: retry(), nothing: 'Nothing was tried again.' },
  { command: ask('skip'), nothing: 'Nothing was skipped.' },
  {
    command: { type: 'approve', by: DBA, role: 'dba', via: 'button', step: 'ask', revision: 1 },
    nothing: 'Nothing was approved.',
  },
  { command: { type: 'refresh', by: DBA, step: 'ask', revision: 1 }, nothing: 'Nothing was measured.' },
]

for (const { command, nothing } of KEPT_BACK) {
  test(`${command.type} is refused while the file gives another plan`, () => {
    assertRefused({
      steps: [ASK, COPY],
      earlier: [measured('ask', 0), changed([ASK, COPY], [ASK, BETTER])],
      command,
      code: 'plan-changed',
      says: `${CHANGED_WORDS} ${nothing} ${WAYS_ON}`,
    })
  })
}

test('a file that gives no plan leaves only the old file, rollback and abort', () => {
  assertRefused({
    steps: [PLUG],
    earlier: [{ type: 'plan-changed', says: ['There is no migration sample any more.'] }],
    command: release(),
    code: 'plan-changed',
    says: 'The migration file gives no plan for this run any more. There is no migration sample any more. Nothing was released. Put the old file back, restart Drover, then /migrate release m7f3xq. Rollback and abort keep to the plan of the run.',
  })
})

test('a run goes back and is given up by the plan that it has', () => {
  const steps = [COPY, PLUG]
  const { run } = story(steps, succeeded('copy'), changed(steps, [PLUG]), ask('rollback'))
  const due = owed(run)
  assert.ok(due?.do === 'undo')
  assert.deepEqual([due.step, run.hold, run.planChange], [COPY, undefined, undefined])
  assert.deepEqual(send(run, changed(steps, [PLUG])).events, [])
  assert.ok(story(steps, succeeded('copy'), changed(steps, [PLUG]), ask('abort')).run.aborting)
})

test('what people saw or did by hand is still taken down', () => {
  assert.equal(story([PLUG, COPY], changed([PLUG, COPY], [PLUG, BETTER]), done()).run.at, 1)
  const unsure = story([COPY, PLUG], lost('copy'), changed([COPY, PLUG], [PLUG]))
  const looked = { type: 'resolve', by: STARTER, outcome: 'succeeded', reason: 'I looked.' } as const
  assert.equal(send(unsure.run, looked).run?.status, 'held')
})

test('a job that a host has is watched to its end, and the run rests before its next act', () => {
  const watched = story([COPY, PLUG], LAUNCHED, changed([COPY, PLUG], [COPY]))
  assert.deepEqual([watched.run.status, watched.run.hold], ['running', undefined])
  const { run, events } = send(watched.run, succeeded('copy'))
  assert.deepEqual(names(events), ['hold-asked', 'step-succeeded copy'])
  assert.equal(run?.status, 'held')
})

test('the old file lets the run go on, by a release', () => {
  const { run } = story([PLUG, COPY], changed([PLUG, COPY], [PLUG, BETTER]), FOLLOWS)
  assert.equal(
    run.hold?.reason,
    'The migration file gave another plan for a while, and gives the plan of this run again',
  )
  assert.equal(send(run, release()).run?.status, 'waiting')
})

test('the driver asks and somebody with a role says so too; both are on record, and the hold stays', () => {
  const { run, events } = story([PLUG, COPY], ...adopted([PLUG, COPY], [PLUG, BETTER]))
  assert.deepEqual(names(events).slice(-2), ['adopt-asked', 'adopted'])
  assert.deepEqual(run.plan, samplePlan([PLUG, BETTER]))
  const [one] = run.adoptions ?? []
  assert.deepEqual(
    [one?.asked.by, one?.asked.reason, one?.by, one?.reason, one?.says, one?.from],
    ['U0', 'It was wrong.', 'U2', 'I read it.', ['copy has another command.'], samplePlan([PLUG, COPY]).digest],
  )
  assert.deepEqual([run.status, run.hold?.by, run.planChange, run.adoptAsked], ['held', 'drover', undefined, undefined])
  assert.equal(run.hold?.reason, 'The plan of the run was changed, by two people. It goes on by the new one')
  assert.equal(send(run, release()).run?.status, 'waiting')
})

test('an open gate falls and is asked anew under the new plan', () => {
  const { run, events } = story([ASK, COPY], measured('ask', 0), ...adopted([ASK, COPY], [ASK, BETTER]))
  const fallen = events.find(({ type }) => type === 'gate-fallen')
  assert.ok(fallen?.type === 'gate-fallen')
  assert.deepEqual(fallen.because, ['The plan of the run was changed by two people.', 'copy has another command.'])
  const before = story([ASK, COPY], measured('ask', 0)).run.gate
  const after = send(send(run, release()).run, measured('ask', 1)).run?.gate
  assert.deepEqual([before?.revision, after?.revision], [1, 2])
  assert.notEqual(before?.digest, after?.digest)
})

test('neither of the two decides on a gate of the run', () => {
  const decide = (by: Person, role: string): Command => ({
    type: 'approve',
    by,
    role,
    via: 'button',
    step: 'ask',
    revision: 2,
  })
  const asked = { type: 'drive', by: DBA, from: 'U0', to: 'U1', note: 'Mine.' } as const
  const now = [ASK, BETTER]
  const earlier = [
    measured('ask', 0),
    asked,
    changed([ASK, COPY], now),
    adopt(now, DBA),
    adopt(now, OWNER),
    release(),
    measured('ask', 1),
  ]
  for (const by of [DBA, OWNER])
    assertRefused({
      steps: [ASK, COPY],
      earlier,
      command: decide(by, 'dba'),
      code: 'adopted-plan',
      says: 'You moved this run to another plan, so somebody else has to decide. /migrate who m7f3xq names them.',
    })
  assert.equal(send(story([ASK, COPY], ...earlier).run, decide(BOTH, 'dba')).run?.phase, 'confirming')
})

test('what failed may be mended and tried again, and is taken back as it was planned', () => {
  const { run } = story([COPY, PLUG], failed('copy'), ...adopted([COPY, PLUG], [BETTER, PLUG]), release(), retry())
  const due = owed(run)
  assert.ok(due?.do === 'act')
  assert.deepEqual([due.step, due.attempt], [BETTER, 2])
})

test('an attempt that waited to begin is given up when its step is another one, and has not acted', () => {
  const paused: Command = { type: 'paused', step: 'copy', attempt: 1 }
  const { run, events } = story([COPY], changed([COPY], [BETTER]), paused, adopt([BETTER]), adopt([BETTER], OWNER))
  assert.deepEqual(names(events).slice(-2), ['step-dropped copy', 'adopted'])
  assert.equal(run.steps['copy']?.firstActedAt, undefined)
  const again = owed(send(run, release()).run ?? run)
  assert.ok(again?.do === 'act')
  assert.deepEqual([again.step, again.attempt], [BETTER, 2])
})

test('a check that came before the live gate is made first', () => {
  const now = [check('counts', ROWS), ASK]
  const { run } = story([ASK], measured('ask', 0), ...adopted([ASK], now), release())
  assert.deepEqual([run.at, run.gate], [0, undefined])
  const through = send(run, succeeded('counts')).run
  assert.deepEqual([through?.steps['ask']?.attempt, through?.phase], [2, 'measuring'])
})

test('what was asked for is only the plan that was seen', () => {
  const other = [PLUG, job('other')]
  const { run } = story(
    [PLUG, COPY],
    changed([PLUG, COPY], [PLUG, BETTER]),
    adopt([PLUG, BETTER]),
    changed([PLUG, COPY], other),
  )
  assert.equal(run.adoptAsked, undefined)
  assert.equal(names(send(run, adopt(other)).events).at(-1), 'adopt-asked')
})

const UNIDENTICAL = (
  what: string,
  more = '; or take it back with /migrate rollback m7f3xq reason="…" and start it again by the new file',
) =>
  `What m7f3xq did so far is not in the new plan as it was done. ${what} Nothing was adopted. Put the old file back, restart Drover, then /migrate release m7f3xq${more}.`

interface Case {
  readonly name: string
  readonly steps: readonly Step[]
  readonly now: readonly Step[]
  readonly earlier: readonly Command[]
  readonly what: string
  readonly more?: string
}

const SPOT = check('spot', ROWS)
const CASES: readonly Case[] = [
  {
    name: 'a finished step has another command',
    steps: [COPY, PLUG],
    now: [BETTER, PLUG],
    earlier: [succeeded('copy')],
    what: 'copy has finished and has another command.',
  },
  {
    name: 'a finished step is gone',
    steps: [COPY, PLUG],
    now: [PLUG],
    earlier: [succeeded('copy')],
    what: 'copy has finished and is gone.',
  },
  {
    name: 'a step is new before a finished one',
    steps: [COPY, PLUG],
    now: [SPOT, COPY, PLUG],
    earlier: [succeeded('copy')],
    what: 'spot stands before steps that have finished.',
  },
  {
    name: 'finished steps change places',
    steps: [COPY, SPOT, PLUG],
    now: [SPOT, COPY, PLUG],
    earlier: [succeeded('copy'), succeeded('spot')],
    what: 'The steps that have finished stand in another order.',
  },
  {
    name: 'a job is under way and has another command',
    steps: [COPY],
    now: [BETTER],
    earlier: [LAUNCHED],
    what: 'copy is under way and has another command.',
  },
  {
    name: 'an act that rests is gone',
    steps: [COPY],
    now: [PLUG],
    earlier: [LAUNCHED, ask('hold'), { type: 'paused', step: 'copy', attempt: 1 }],
    what: 'copy is under way and is gone.',
  },
  {
    name: 'nobody knows how a step ended that stands elsewhere',
    steps: [COPY],
    now: [SPOT, COPY],
    earlier: [lost('copy')],
    what: 'copy is under way and stands at another place.',
  },
  {
    name: 'a step that failed would be taken back in another way',
    steps: [COPY, PLUG],
    now: [{ ...BETTER, undo: 'nothing' }, PLUG],
    earlier: [failed('copy')],
    what: 'copy has acted already and has another undo.',
  },
  {
    name: 'the point of no return is passed, so that there is no way back',
    steps: [job('drop', 'none'), PLUG],
    now: [PLUG],
    earlier: [succeeded('drop')],
    what: 'drop has finished and is gone.',
    more: '',
  },
]

for (const { name, steps, now, earlier, what, more } of CASES) {
  test(`no other plan is adopted when ${name}`, () => {
    assertRefused({
      steps,
      earlier: [...earlier, changed(steps, now)],
      command: adopt(now),
      code: 'not-identical',
      says: UNIDENTICAL(what, more),
    })
  })
}

test('a run without roles has nobody to say so with the driver', () => {
  const { run } = story([PLUG])
  const alone: Run = { ...run, plan: { ...run.plan, roles: [] } }
  const now = samplePlan([PLUG, COPY])
  const found = send(alone, { type: 'plan-changed', digest: now.digest, says: ['copy is new, after plug.'] }).run
  assert.throws(() => send(found, adopt(now)), {
    code: 'nobody-to-confirm',
    message:
      'm7f3xq names no roles, so nobody could say so with the driver. Nothing was adopted. Put the old file back, restart Drover, then /migrate release m7f3xq; or take it back with /migrate rollback m7f3xq reason="…" and start it again by the new file.',
  })
  assert.throws(() => send(found, release()), {
    code: 'plan-changed',
    message: /\. Put the old file back, restart Drover, then \/migrate release m7f3xq\. Rollback and abort keep/,
  })
})

test('a lock that the run holds is not given up', () => {
  const { run } = story([PLUG])
  const held: Run = { ...run, plan: samplePlan([PLUG], { locks: ['box:old'] }) }
  const now = samplePlan([PLUG, COPY])
  const found = send(held, { type: 'plan-changed', digest: now.digest, says: differences(held.plan, now) }).run
  assert.throws(() => send(found, adopt(now)), {
    code: 'not-identical',
    message: UNIDENTICAL('m7f3xq holds the lock box:old, which the new plan does not name.'),
  })
})

const NOW = [PLUG, BETTER]
const OTHERS = 'somebody else with dba or owner'
const REFUSED: readonly {
  readonly name: string
  readonly earlier?: readonly Command[]
  readonly command: Command
  readonly code: string
  readonly says: string
}[] = [
  {
    name: 'a file that gives the plan of the run',
    earlier: [],
    command: adopt([PLUG, COPY]),
    code: 'plan-unchanged',
    says: 'The migration file gives the plan of m7f3xq, so there is nothing to adopt. /migrate why m7f3xq says what it waits for.',
  },
  {
    name: 'a file that gives no plan',
    command: adopt(undefined),
    code: 'plan-unknown',
    says: 'The migration file gives no plan for this run any more. There is no such file. Nothing was adopted. Put the old file back, restart Drover, then /migrate release m7f3xq; or take it back with /migrate rollback m7f3xq reason="…" and start it again by the new file.',
  },
  {
    name: 'a plan that Drover has not compared yet',
    earlier: [],
    command: adopt(NOW),
    code: 'not-looked',
    says: 'Drover has not looked at m7f3xq since it began to run. Type it again in a moment.',
  },
  {
    name: 'a plan that could not run here',
    command: { type: 'adopt', by: STARTER, reason: 'So.', today: unfit(NOW) },
    code: 'bad-plan',
    says: 'The new plan could not run here. There is no host nwe in drover.yml. Nothing was adopted. Mend that and restart Drover, or put the old file back.',
  },
  {
    name: 'no reason',
    command: adopt(NOW, STARTER, ' '),
    code: 'reason-missing',
    says: 'Say why, it is shown for ever: /migrate adopt m7f3xq reason="…". Nothing was adopted.',
  },
  {
    name: 'somebody before the driver',
    command: adopt(NOW, OWNER),
    code: 'driver-first',
    says: `Nobody has asked for the plan that the file of m7f3xq gives now. The driver (<@U0>) asks first: /migrate adopt m7f3xq reason="…"; then ${OTHERS} types the same. Nothing was adopted.`,
  },
  {
    name: 'the same person twice',
    earlier: [changed([PLUG, COPY], NOW), adopt(NOW)],
    command: adopt(NOW),
    code: 'own-ask',
    says: `You asked for it yourself at 09:00 UTC. Now ${OTHERS} has to type /migrate adopt m7f3xq reason="…". Nothing was adopted.`,
  },
  {
    name: 'somebody without a role of the run',
    earlier: [changed([PLUG, COPY], NOW), adopt(NOW)],
    command: adopt(NOW, NOBODY),
    code: 'role-not-held',
    says: `<@U0> asked for it, and to say so with them takes ${OTHERS}. /migrate who m7f3xq names them. Nothing was adopted.`,
  },
  {
    name: 'a run on its way back',
    earlier: [done(), LAUNCHED, failed('copy'), ask('rollback')],
    command: adopt(NOW),
    code: 'rolling-back',
    says: 'm7f3xq is rolling back by the plan that it has, so no other one is adopted. /migrate why m7f3xq says where it is.',
  },
]

function unfit(steps: readonly Step[]): Today {
  return { plan: samplePlan(steps), unfit: ['There is no host nwe in drover.yml.'] }
}

for (const { name, earlier = [changed([PLUG, COPY], NOW)], command, code, says } of REFUSED) {
  test(`adopt refuses ${name}`, () => {
    assertRefused({ steps: [PLUG, COPY], earlier, command, code, says })
  })
}
