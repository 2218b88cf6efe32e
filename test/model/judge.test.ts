import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Click, Command } from '../../src/model/command.ts'
import { gateDigest } from '../../src/model/gate.ts'
import { destructive, gate } from '../../src/model/make-step.ts'
import { sh } from '../../src/model/shell.ts'
import type { Step } from '../../src/model/step.ts'
import { AT, BOTH, DBA, NOBODY, OWNER, play, ROWS, rows, STARTER, samplePlan, send, start } from './sample.ts'

const ASK = gate('ask', { approvals: { dba: 1, owner: 1 }, shows: [ROWS] })
const DROP = destructive('drop', {
  on: 'old',
  run: sh`dropdb -- ${'cht'}`,
  undo: 'none',
  timeout: '5m',
  destroys: 'the only other copy of cht',
  approvals: { owner: 1 },
  shows: [ROWS],
  typeToConfirm: 'cht',
})

type Clicked = Partial<Omit<Click, 'type'>> & { readonly type?: Click['type'] }

function click(step: string, { type = 'approve', by = DBA, role = 'dba', revision = 1, ...more }: Clicked): Click {
  return { type, step, revision, by, role, via: 'button', ...more }
}

function asked(step: Step = ASK): readonly Command[] {
  const evidence = [rows(10)]
  const measured = { step: step.id, attempt: 1, revision: 0, confirming: false, evidence, hostKeys: {} }
  return [start(samplePlan([step])), { type: 'measured', ...measured }]
}

interface Case {
  readonly earlier?: readonly Click[]
  readonly click: Click
  readonly code: string
  readonly says: string
}

const REFUSALS: Readonly<Record<string, Case>> = {
  'the starter': {
    click: click('ask', { by: STARTER }),
    code: 'own-run',
    says: 'You started this run, so somebody else has to decide. /migrate who m7f3xq names them.',
  },
  'the starter, who wants to deny': {
    click: click('ask', { by: STARTER, type: 'deny', reason: 'No.' }),
    code: 'own-run',
    says: 'You started this run, so somebody else has to decide. /migrate who m7f3xq names them.',
  },
  'a role the gate does not ask for': {
    click: click('ask', { by: { id: 'U5', roles: ['sre-lead'] }, role: 'sre-lead' }),
    code: 'role-not-asked',
    says: 'ask does not ask for sre-lead. It asks for dba and owner.',
  },
  'somebody without roles': {
    click: click('ask', { by: NOBODY }),
    code: 'role-not-held',
    says: 'Only dba can decide this as dba, and you do not hold that role. Ask one of them to click.',
  },
  'somebody in the role of another': {
    click: click('ask', { by: DBA, role: 'owner' }),
    code: 'role-not-held',
    says: 'Only owner can decide this as owner, and you do not hold that role. Ask one of them to click.',
  },
  'a second approval by the same person, in another role': {
    earlier: [click('ask', { by: BOTH })],
    click: click('ask', { by: BOTH, role: 'owner' }),
    code: 'already-decided',
    says: 'You already said approve here as dba at 09:00 UTC. One person counts once; withdraw it first if you changed your mind.',
  },
  'an approval more than a role owes': {
    earlier: [click('ask', { by: DBA })],
    click: click('ask', { by: BOTH }),
    code: 'role-complete',
    says: 'dba has already approved ask. Nothing more is needed from that role.',
  },
  'a deny without a reason': {
    click: click('ask', { type: 'deny' }),
    code: 'reason-missing',
    says: 'A deny needs a reason, so that the driver knows what to change.',
  },
  'a deny with an empty reason': {
    click: click('ask', { type: 'deny', reason: '  ' }),
    code: 'reason-missing',
    says: 'A deny needs a reason, so that the driver knows what to change.',
  },
  'an old card': {
    click: click('ask', { revision: 0 }),
    code: 'old-card',
    says: 'The checks were measured again after this message. Read the newest card and decide there.',
  },
  'a step that does not wait': {
    click: click('drop', {}),
    code: 'gate-closed',
    says: 'drop is not waiting for a decision any more. /migrate why m7f3xq says what m7f3xq waits for now.',
  },
}

for (const [what, { earlier = [], click: clicked, code, says }] of Object.entries(REFUSALS))
  test(`${what}: refused with the rule, who could, and what to do`, () => {
    const { run } = play([...asked(), ...earlier])
    assert.throws(() => send(run, clicked), { name: 'UserError', code, message: says })
  })

for (const [typed, got] of [
  [undefined, 'nothing'],
  [' ', 'nothing'],
  ['CHT', '"CHT"'],
] as const)
  test(`a destructive gate where ${got} was typed instead of the name is refused`, () => {
    const { run } = play(asked(DROP))
    const owner = click('drop', { by: OWNER, role: 'owner', ...(typed !== undefined && { typed }) })
    assert.throws(() => send(run, owner), {
      code: 'name-mismatch',
      message: `Type cht exactly to approve drop; you typed ${got}. Nothing was approved.`,
    })
  })

test('the typed name is not needed to deny', () => {
  const { run } = play([...asked(DROP), click('drop', { type: 'deny', by: OWNER, role: 'owner', reason: 'No.' })])
  assert.equal(run.status, 'held')
})

test('a decision records the person, the role, the surface, the instant and the digest of what was shown', () => {
  const { run } = play([...asked(), click('ask', { by: DBA, reason: ' Looks right. ' })])
  assert.deepEqual(run.gate?.decisions, [
    {
      person: 'U1',
      role: 'dba',
      verdict: 'approve',
      reason: 'Looks right.',
      at: AT,
      via: 'button',
      digest: run.gate?.digest,
    },
  ])
})

test('somebody who withdrew may decide again', () => {
  const { run } = play([
    ...asked(),
    click('ask', { by: BOTH }),
    { type: 'withdraw', by: BOTH, step: 'ask', revision: 1 },
    click('ask', { by: BOTH, role: 'owner' }),
  ])
  assert.deepEqual(
    run.gate?.decisions.map(({ role }) => role),
    ['owner'],
  )
})

test('who approved nothing has nothing to withdraw', () => {
  const { run } = play(asked())
  assert.throws(() => send(run, { type: 'withdraw', by: DBA, step: 'ask', revision: 1 }), {
    code: 'nothing-to-withdraw',
    message: 'You have not approved ask, so there is nothing to withdraw.',
  })
})

for (const via of ['button', 'command', 'cli'] as const)
  test(`nobody approves their own run, by ${via} either`, () => {
    const { run } = play(asked())
    assert.throws(() => send(run, click('ask', { by: STARTER, via })), { code: 'own-run' })
  })

test('a gate without roles has nobody who may approve, never everybody', () => {
  const nobody: Step = { kind: 'gate', id: 'ask', title: 'Ask', gate: { approvals: {}, shows: [ROWS] } }
  const { run } = play(asked(nobody))
  for (const by of [STARTER, DBA, OWNER, BOTH, NOBODY])
    assert.throws(() => send(run, click('ask', { by })), { name: 'UserError' })
  assert.equal(run.phase, 'asking')
})

test('what a decision signs changes with the step, its evidence, the hosts and what was skipped', () => {
  const { run } = play(asked())
  const signed = gateDigest(run, ASK, [rows(10)], {})
  const others = [
    gateDigest(run, { ...ASK, title: 'Ask something else' }, [rows(10)], {}),
    gateDigest(run, ASK, [rows(11)], {}),
    gateDigest(run, ASK, [rows(10, 'pass', { tolerance: { rows: 'any' } })], {}),
    gateDigest(run, ASK, [rows(10)], { old: 'SHA256:other' }),
    gateDigest({ ...run, plan: { ...run.plan, digest: 'another' } }, ASK, [rows(10)], {}),
  ]
  assert.equal(new Set([signed, ...others]).size, 6)
})
