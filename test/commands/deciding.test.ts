import assert from 'node:assert/strict'
import { test } from 'node:test'
import { destructive } from '../../src/model/make-step.ts'
import { sh } from '../../src/model/shell.ts'
import { ROWS } from '../model/sample.ts'
import { ASK, PLUG } from '../model/steps-for-steering.ts'
import { type Desk, withDesk } from './desk.ts'

const opened = ({ until }: Desk) => until(({ phase, gate }) => gate !== undefined && phase === 'asking')
const DROP = destructive('drop', {
  destroys: 'the box',
  approvals: { owner: 1 },
  shows: [ROWS],
  typeToConfirm: 'box',
  on: 'old',
  run: sh`drop`,
  undo: 'none',
  timeout: '5m',
})

test(
  'approve says in which role, and refuses the starter and strangers',
  withDesk([ASK, PLUG], async (desk, { id }) => {
    const { says, until } = desk
    await opened(desk)
    assert.equal(
      await says('approve', { as: 'U1' }),
      `Say in which role: /migrate approve ${id} as=dba. /migrate evidence ${id} shows what you would decide on.`,
    )
    assert.equal(
      await says('approve as=dba'),
      `You started this run, so somebody else has to decide. /migrate who ${id} names them.`,
    )
    assert.equal(
      await says('approve as=dba', { as: 'U2' }),
      'Only dba can decide this as dba, and you do not hold that role. Ask one of them to click.',
    )
    assert.equal(await says('approve as=owner', { as: 'U2' }), 'ask does not ask for owner. It asks for dba.')
    assert.equal(await says(`approve ${id} as=dba`, { as: 'U1' }), `Approved ask of ${id} as dba.`)
    await until(({ steps }) => steps['plug'] !== undefined)
    assert.equal(
      await says('approve as=dba', { as: 'U1' }),
      `${id} is not waiting for a decision. /migrate why ${id} says what it waits for.`,
    )
    const history = await desk.world.journal.history(id)
    assert.deepEqual(
      history.flatMap(({ event }) => (event.type === 'refused' ? [`${event.actor} ${event.code}`] : [])),
      ['U0 own-run', 'U2 role-not-held', 'U2 role-not-asked', 'U1 gate-closed'],
    )
  }),
)

test(
  'what destroys takes its name typed',
  withDesk([DROP], async (desk, { id }) => {
    await opened(desk)
    assert.equal(
      await desk.says('approve as=owner confirm=bx', { as: 'U2' }),
      'Type box exactly to approve drop; you typed "bx". Nothing was approved.',
    )
    assert.equal(await desk.says('approve as=owner confirm=box', { as: 'U2' }), `Approved drop of ${id} as owner.`)
  }),
)

test(
  'deny needs a reason, as an option or in words, and holds the run',
  withDesk([ASK], async (desk, { id }) => {
    await opened(desk)
    assert.equal(
      await desk.says('deny as=dba', { as: 'U1' }),
      'A deny needs a reason, so that the driver knows what to change.',
    )
    assert.equal(
      await desk.says('deny not tonight'),
      `Say in which role: /migrate deny ${id} as=dba. /migrate evidence ${id} shows what you would decide on.`,
    )
    assert.equal(
      await desk.says('deny not tonight as=dba', { as: 'U1' }),
      `Denied ask of ${id} as dba. The run is held.`,
    )
    assert.equal((await desk.run()).hold?.reason, 'not tonight')
    assert.equal(
      await desk.says('why'),
      `${id} is held by <@U1> since 09:00 UTC: not tonight. /migrate release ${id} lets it go on.`,
    )
  }),
)

test(
  'withdraw takes back what was approved, and only that',
  withDesk([{ ...ASK, gate: { ...ASK.gate, approvals: { dba: 1, owner: 1 } } }], async (desk, { id }) => {
    const { says } = desk
    await opened(desk)
    assert.equal(await says('withdraw', { as: 'U1' }), 'You have not approved ask, so there is nothing to withdraw.')
    await says('approve as=dba', { as: 'U1' })
    assert.match(await says('why'), new RegExp(`^${id} waits at ask for 1 owner since 09:00 UTC\\.`))
    assert.equal(
      await says('withdraw', { as: 'U1' }),
      `Your approval of ask is withdrawn. ${id} waits for another one.`,
    )
    assert.match(await says('why'), new RegExp(`^${id} waits at ask for 1 dba and 1 owner since 09:00 UTC\\.`))
  }),
)

test(
  'withdraw where no gate is open says what the run waits for instead',
  withDesk([PLUG], async ({ says }, { id }) => {
    assert.equal(
      await says('withdraw', { as: 'U1' }),
      `${id} is not waiting for a decision. /migrate why ${id} says what it waits for.`,
    )
  }),
)

test(
  'who lists the holders of each role and whose decision is missing',
  withDesk([ASK], async (desk, { id }) => {
    await opened(desk)
    const { text, table } = await desk.type('who')
    assert.equal(
      text,
      `${id}: driver <@U0>, started by <@U0>, who never approves.\nThey decide on the card, or type /migrate approve ${id} as=dba. /migrate evidence ${id} shows on what.`,
    )
    assert.deepEqual(table?.rows, [
      ['Role', 'Held by', 'At the open gate'],
      ['dba', '<@U0> <@U1>', '1 missing'],
      ['owner', '<@U2>', '-'],
    ])
  }),
)
