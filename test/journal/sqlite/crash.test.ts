import assert from 'node:assert/strict'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { createSqliteJournal } from '../../../src/journal/sqlite/journal.ts'
import { openDatabase } from '../../../src/journal/sqlite/open.ts'
import { createDice } from '../../model/dice.ts'
import { startChild } from './children/start-child.ts'
import { dumpProjections } from './dump.ts'
import { now, withPath } from './folder.ts'

const CRASHES = 10

interface Acknowledged {
  readonly runs: Map<string, number>
  readonly letters: Map<string, number>
  readonly deliveries: Set<string>
}

test(
  `after ${CRASHES} crashes in the middle of work nothing acknowledged is missing and everything adds up`,
  withPath(async (path) => {
    const dice = createDice(2026)
    const acknowledged: Acknowledged = { runs: new Map(), letters: new Map(), deliveries: new Set() }
    for (let crash = 1; crash <= CRASHES; crash++) {
      await workAndCrash(path, crash, 1 + dice.below(120), acknowledged)
      await assertWhole(path, acknowledged)
    }
    assert.ok(acknowledged.runs.size >= CRASHES)
  }),
)

/** Lets a writer work until it acknowledged so many things, and then ends it wherever it happens to be. */
async function workAndCrash(path: string, seed: number, lines: number, acknowledged: Acknowledged): Promise<void> {
  const writer = startChild('writer', path, String(seed))
  let left = lines
  let ended: Promise<void> | undefined
  for await (const line of createInterface(writer.stdout)) {
    if (line.endsWith('}')) note(acknowledged, JSON.parse(line))
    left -= 1
    if (left === 0) ended = writer.endHard()
  }
  await ended
}

function note({ runs, letters, deliveries }: Acknowledged, fact: Record<string, unknown>): void {
  const { run, seq, letter, version, delivery } = fact
  if (typeof run === 'string') runs.set(run, Number(seq))
  if (typeof letter === 'string') letters.set(letter, Number(version))
  if (typeof delivery === 'string') deliveries.add(delivery)
}

async function assertWhole(path: string, { runs, letters, deliveries }: Acknowledged): Promise<void> {
  const before = dumped(path)
  const { journal, mailroom, verify, rebuild } = createSqliteJournal({ path, now })
  assert.equal(verify().ok, true)
  for (const [run, seq] of runs) assert.ok(((await journal.get(run))?.seq ?? 0) >= seq, `${run} lost an event`)
  for (const [key, version] of letters) assert.ok((mailroom.find(key)?.version ?? 0) >= version, `${key} went back`)
  for (const key of deliveries) assert.equal(await mailroom.receive(key), false, `${key} would be answered twice`)
  rebuild()
  await journal.stop()
  assert.equal(dumped(path), before)
}

function dumped(path: string): string {
  const db = openDatabase(path)
  const text = dumpProjections(db)
  db.close()
  return text
}
