import assert from 'node:assert/strict'
import { test } from 'node:test'
import { destructionFacts } from '../../../src/checks/destruction-facts.ts'
import { judgeFacts } from '../../../src/checks/destruction-facts-judge.ts'
import type { Evidence } from '../../../src/model/check.ts'
import { dropQuarantined } from '../../../src/recipes/quarantine-postgres.ts'
import { gateCard } from '../../../src/slack/views/gate-card.ts'
import { planFor, readCard, Story } from './build.ts'

const ON = { host: 'old-pg', port: 5432, database: 'cht', user: 'postgres' }
const COPY = { ...ON, host: 'new-pg' }
const CONTENTS = {
  ...{ rows: 20_012, exact: true, tables: 8, written: 20_012, measuredAt: '2026-11-14T02:00:00.000Z' },
  biggest: [{ table: 'public.couchdb', rows: 20_000, bytes: 18_000_000 }],
}
const MARK = { was: 'cht', at: '2026-11-14T02:01:00Z', sessions: 40, countedSince: null }

const SERVER = {
  ...{ present: true, login: 'postgres', major: 15, size_bytes: 21_000_000, sessions: 41, counted_since: null },
  ...{ comment: `drover m7f3xq quarantine ${JSON.stringify(MARK)}`, prepared: 0, last_commit: null },
  ...{ clients: [], slots: [], subscriptions: [], may_connect: [], others: [] },
}

/** What the check says of a database that somebody entered since it was set aside. */
function evidence(): Evidence {
  const verdict = judgeFacts(
    {
      ...{ run: 'm7f3xq', server: SERVER, pointers: ['foreign server old_data of reports'], unseen: [] },
      copy: { is: 'there', sizeBytes: 22_000_000, contents: { ...CONTENTS, rows: 20_400 } },
    },
    {
      ...{ on: ON, aside: 'cht_drover_m7f3xq_gone', before: CONTENTS, copy: COPY },
      ...{ provenAt: '2026-11-10T04:00:00.000Z', provenRows: 20_012 },
    },
  )
  const { check, title } = destructionFacts({ on: ON })
  return { ...verdict, check, title, measuredAt: '2026-11-21T03:00:00.000Z' }
}

test('before a drop the card shows what goes, who came since, what points at it, and what stays', () => {
  const drop = dropQuarantined('drop-source-database', ON, {
    destroys: 'cht on old-pg, the only other copy of the data',
    approvals: { 'data-owner': 1, 'sre-lead': 1 },
    shows: [destructionFacts({ on: ON })],
  })
  const story = new Story(planFor([drop])).measures([evidence()])
  const { gate } = story.run
  assert.ok(gate)
  const lines = readCard(gateCard(story.run, gate, story.view())).split('\n')
  const command = lines.indexOf('drop_what_was_set_aside() {')
  assert.equal(
    lines.slice(command, command + 4).join('\n'),
    `drop_what_was_set_aside() {
  found=$(may_be_dropped)
  case "$found" in
    'drop database '*) psql -qXAt -v ON_ERROR_STOP=1 -w -h 127.0.0.1 -p 5432 -U postgres -d postgres -c "$found" ;;`,
  )
  const from = lines.findIndex((line) => line.startsWith(':warning:'))
  const to = lines.findIndex((line) => line.startsWith('*Still needed'))
  assert.equal(
    lines.slice(from, to).join('\n'),
    `:warning: *What goes when cht on old-pg:5432 is dropped*: cht_drover_m7f3xq_gone on old-pg:5432 (which was cht) is 21 MB with 20,012 rows in 8 tables. 1 session entered it since it was set aside at 2026-11-14 02:01 UTC. Still pointing at it: foreign server old_data of reports. _Next:_ Weigh this before you approve: what is dropped does not come back.
Measured <!date^1795230000^{date_short_pretty}, {time}|2026-11-21 03:00 UTC>
Fact | Found
Last write | before it was set aside (2026-11-14 02:01 UTC); not known: track_commit_timestamp is off
Backups | not known to Drover: ask whoever keeps them when one was last restored
Size | 21 MB
Rows | 20,012 rows in 8 tables, as of 2026-11-14 02:00 UTC, before it was set aside
Biggest tables | public.couchdb: 20,000 rows, 18 MB
Rows written | 20,012 since the server began to count
Connected now | nobody but Drover
Sessions | 1 since it was set aside at 2026-11-14 02:01 UTC
May connect | nobody but Drover and superusers
Points at it | foreign server old_data of reports
Copy that stays | cht on new-pg:5432: 22 MB, 20,400 rows in 8 tables now; proven equal at 2026-11-10 04:00 UTC, 20,012 rows`,
  )
})
