import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadSubcommands } from '../../src/catalog.ts'
import { gate } from '../../src/model/make-step.ts'
import { pointOfNoReturn } from '../../src/model/plan.ts'
import { ROWS } from '../model/sample.ts'
import { ASK, job, PLUG } from '../model/steps-for-steering.ts'
import { withDesk } from './desk.ts'

test(
  'list names what can be started',
  withDesk([PLUG], async ({ type }) => {
    assert.deepEqual(await type('list'), {
      text: 'Look before you start: /migrate plan <name>',
      table: {
        rows: [
          ['Migration', 'What it does', 'Roles'],
          ['move-box', 'Move a box', 'dba, owner'],
        ],
      },
    })
  }),
)

test(
  'plan counts the steps and starts nothing',
  withDesk([job('work'), ASK, PLUG, job('gone', 'none')], async ({ type, world }) => {
    const { text, plan } = await type('plan move-box source=old')
    assert.equal(
      text,
      'move-box: 4 steps: 0 read-only, 2 changing, 0 destructive, 2 for people. Point of no return: step 4 (gone). Nothing was started.',
    )
    assert.equal(plan && pointOfNoReturn(plan), 3)
    assert.deepEqual(plan?.params, { source: 'old', target: 'new' })
    assert.equal((await world.journal.list({})).length, 1)
  }),
)

test(
  'plan says when everything can be taken back',
  withDesk([job('work')], async ({ says }) => {
    assert.equal(
      await says('plan move-box source=old'),
      'move-box: 1 step: 0 read-only, 1 changing, 0 destructive, 0 for people. Every step can be taken back. Nothing was started.',
    )
  }),
)

test(
  'start begins a run of which the person is the driver, with the defaults of drover.yml under what was typed',
  withDesk([PLUG], async ({ says, world }) => {
    const said = await says('start move-box source=old', { as: 'U1' })
    const [run] = await world.journal.list({})
    assert.equal(said, `Run ${run?.id} of move-box has started. You are its driver. /migrate status ${run?.id}`)
    assert.deepEqual([run?.driver, run?.channel, run?.plan.params], ['U1', 'C1', { source: 'old', target: 'new' }])
    assert.equal(
      await says('start move-box source=old', { as: 'U2' }),
      `move-box with these params is already running as ${run?.id} (started by <@U1> 0 ms ago). Nothing was started. /migrate why ${run?.id} says what it waits for, /migrate lock what it keeps.`,
    )
    assert.equal(
      await says('start move-box source=old target=old'),
      `box:old is in use by ${run?.id} (move-box, started by <@U1> 0 ms ago). Nothing was started. /migrate why ${run?.id} says what it waits for, /migrate lock what it keeps.`,
    )
  }),
)

const NOTHING = 'Nothing was started. /migrate plan move-box shows what it takes.'
const REFUSED = [
  {
    line: 'start',
    says: 'Name a migration: /migrate start couch2pg-move source=… target=… — /migrate list shows all.',
  },
  {
    line: 'plan',
    says: 'Name a migration: /migrate plan couch2pg-move source=… target=… — /migrate list shows all.',
  },
  {
    line: 'start move-bx source=old',
    says: 'There is no migration called "move-bx". Did you mean move-box? Nothing was started. /migrate list shows all.',
  },
  {
    line: 'start elephant',
    says: 'There is no migration called "elephant". Nothing was started. /migrate list shows all.',
  },
  {
    line: 'start move-box old source=old',
    says: '"old" is neither a param nor an option. Params are written name=value. Nothing was started.',
  },
  { line: 'start move-box', says: `source: missing. Add source=…\n${NOTHING}` },
  {
    line: 'start move-box sorce=old',
    says: `source: missing. Add source=…\nsorce: there is no such param. Did you mean source? It takes source, target.\n${NOTHING}`,
  },
  { line: 'strat move-box', says: 'There is no /migrate strat. Did you mean /migrate start? /migrate help lists all.' },
  { line: 'fly', says: 'There is no /migrate fly. /migrate help lists all.' },
]

for (const { line, says: expected } of REFUSED) {
  test(
    `/migrate ${line} is refused with what to type`,
    withDesk([PLUG], async ({ says, world }) => {
      assert.equal(await says(line), expected)
      assert.equal((await world.journal.list({})).length, 1)
    }),
  )
}

test(
  'hosts that drover.yml does not have are refused with a suggestion',
  withDesk([{ ...job('work'), act: { ...job('work').act, on: 'odl' } }], async ({ says }) => {
    assert.equal(
      await says('start move-box source=old'),
      'There is no host odl in drover.yml. Did you mean old? It has old, new.\nNothing was started.',
    )
  }),
)

test(
  'a gate that nobody could ever pass is refused before anything starts',
  withDesk([gate('ask', { approvals: { owner: 1 }, shows: [ROWS] })], async ({ says }) => {
    assert.equal(
      await says('start move-box source=old', { as: 'U2' }),
      'ask needs 1 owner, each a different person; for owner nobody but the starter holds it. Nothing was started. Add people under roles in drover.yml, or let somebody else start it.',
    )
  }),
)

test(
  'help lists every subcommand, or one',
  withDesk([PLUG], async ({ type, says }) => {
    const { text, table } = await type('help')
    assert.equal(text, 'A run id may be left out when one run is active in the channel.')
    assert.deepEqual(
      table?.rows.map(([typed]) => String(typed).split(' ')[1] ?? typed),
      ['Type', ...(await loadSubcommands()).map(({ name }) => name)],
    )
    assert.equal(await says('help hold'), '/migrate hold [run] reason="…" — Stop before the next act; anybody may.')
    assert.equal(
      await says('help hodl'),
      'There is no /migrate hodl. Did you mean /migrate hold? /migrate help lists all.',
    )
  }),
)
