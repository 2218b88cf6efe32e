import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startHardBed } from './bed.ts'
import { type Cases, sqlOf } from './cases/case.ts'
import { CODE, EVENT_TRIGGERS } from './cases/code.ts'
import { EXTENDED } from './cases/extended.ts'
import { NAMES } from './cases/names.ts'
import { databaseRights, ODD_ROLES, RIGHTS } from './cases/rights.ts'
import { TABLES } from './cases/tables.ts'
import { ODD_SETTINGS, VALUES } from './cases/values.ts'
import { VIEWS } from './cases/views.ts'
import { differences } from './differences.ts'
import { newPlay, playSteps } from './play.ts'

/** A database with many cases in it, since a move of each alone would take minutes. */
interface Crowd {
  readonly cases: Cases
  /** SQL after all cases. */
  readonly last: string
  /** What differs by intent. */
  readonly unlike: readonly string[]
  readonly structure: 'pass' | 'warn'
}

const CROWDS: Readonly<Record<string, Crowd>> = {
  crowd: {
    cases: { ...TABLES, ...CODE, ...VIEWS, ...NAMES, ...EXTENDED },
    last: EVENT_TRIGGERS,
    unlike: [],
    structure: 'pass',
  },
  settled: {
    cases: { ...VALUES, ...RIGHTS },
    last: [...ODD_SETTINGS.map((setting) => `alter database settled set ${setting}`), databaseRights('settled')].join(
      ';',
    ),
    unlike: ["- ALTER DATABASE settled SET default_transaction_read_only TO 'on';"],
    structure: 'warn',
  },
}

const bed = await startHardBed({ connect: 'local' })
after(() => bed.stop())
before(async () => {
  for (const { cluster } of [bed.source, bed.target]) await cluster.psql('postgres', ODD_ROLES)
})

for (const [database, { cases, last, unlike, structure }] of Object.entries(CROWDS)) {
  describe(`database ${database}`, () => {
    let found: readonly string[]
    const play = newPlay(bed, database)
    before(async () => {
      await bed.fill(database, `${sqlOf(cases)}\n${last}`)
      await playSteps(play, bed.tools)
      found = await differences(bed, database)
    })
    for (const [name, { title, ask, answer }] of Object.entries(cases)) {
      test(title, async () => {
        const here = found.filter((line) => line.includes(name) && !unlike.includes(line))
        assert.deepEqual(here, [])
        if (ask) assert.equal(await bed.target.cluster.psql(database, ask), answer)
      })
    }
    test(`everything in database ${database} is as on the source, and the proofs say so`, () => {
      assert.deepEqual(found, unlike)
      const { verification, structure: shape } = play.verdicts
      assert.deepEqual([verification?.outcome, shape?.outcome], ['pass', structure], JSON.stringify(shape?.table))
    })
  })
}
