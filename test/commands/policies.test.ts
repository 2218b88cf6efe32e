import assert from 'node:assert/strict'
import { test } from 'node:test'
import { remote, wait } from '../../src/model/make-step.ts'
import { NO_POLICIES, type Policies } from '../../src/model/policy.ts'
import { sh } from '../../src/model/shell.ts'
import { isKept } from '../../src/model/status.ts'
import { withDesk } from './desk.ts'

const WORK = remote('work', { on: 'old', run: sh`work`, timeout: '5m', undo: 'nothing' })
const REST = wait('rest', '2h')
const POLICIES: Policies = {
  ...NO_POLICIES,
  environment: 'production',
  freezes: [{ from: '2026-11-02T10:00:00Z', to: '2026-11-04T06:00:00Z', reason: 'election' }],
  override: ['owner'],
}
const FREEZE = 'Freeze until 4 Nov 06:00 UTC: election.'

test(
  'why says what keeps a run, until when, and who can let it go on; afterwards who did, and why',
  withDesk(
    [REST, WORK],
    async ({ says, until, pass }, { id }) => {
      pass(7_200_000)
      await until(isKept)
      assert.equal(
        await says('why'),
        `${id} waits before work. ${FREEZE} It goes on by itself. /migrate hold ${id} reason="…" keeps it from that. Somebody with owner can let it go on now: /migrate release ${id} override="why".`,
      )
      assert.equal(
        await says('release override="I want to."', { as: 'U1' }),
        `To override takes somebody with owner, and you do not hold that. Nothing was released. Ask one of them to type /migrate release ${id} override="…".`,
      )
      assert.equal(await says('release override="The clinic waits."', { as: 'U2' }), `${id} goes on.`)
      await until(({ steps }) => steps['work']?.launchedAt !== undefined)
      const [, last] = (await says('why')).split('\n')
      assert.equal(last, `Overridden by <@U2> at 2026-11-02 11:00 UTC for work: The clinic waits. ${FREEZE}`)
    },
    { policies: POLICIES },
  ),
)

test(
  'a start by hand in a freeze is refused, and with an override it is one, whichever way it is typed',
  withDesk(
    [REST],
    async ({ says, world, pass }, { id }) => {
      pass(3_600_000)
      for (const via of ['command', 'cli'] as const) {
        assert.equal(
          await says('start move-box source=old', { as: 'U1', via }),
          `${FREEZE} Nothing was started. Somebody with owner may all the same: /migrate start move-box … override="why".`,
        )
      }
      assert.deepEqual(
        (await world.journal.list({})).map((run) => run.id),
        [id],
      )
      assert.match(await says('start move-box source=old override="Agreed."', { as: 'U2' }), /has started/)
    },
    { policies: POLICIES },
  ),
)

test(
  'who names the people of the roles that policies ask for, too',
  withDesk(
    [REST],
    async ({ type }) => {
      const { table } = await type('who')
      assert.deepEqual(table?.rows.map(([role, held]) => [role, held]).at(-1), ['lead', 'nobody'])
    },
    { policies: { ...POLICIES, may: { abort: [['lead']] } } },
  ),
)
