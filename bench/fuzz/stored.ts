import fc from 'fast-check'
import { chained, type EventRow, GENESIS } from '../../src/journal/chain.ts'
import { fold } from '../../src/journal/sqlite/fold.ts'
import { readEvent } from '../../src/journal/sqlite/stored-event.ts'
import { readLetter } from '../../src/journal/sqlite/stored-letter.ts'
import { readRun, stateText } from '../../src/journal/sqlite/stored-run.ts'
import { createProof, verify } from '../../src/journal/sqlite/verify.ts'
import type { Run } from '../../src/model/run.ts'
import { createDice } from '../../test/model/dice.ts'
import { nothingSeen, playHistory } from '../../test/model/random-history.ts'
import { randomPlan } from '../../test/model/random-plan.ts'
import { answered, assertSentence } from './answered.ts'
import { hostileText } from './hostile.ts'
import { mutated, mutatedText } from './mutate.ts'
import { type Target, target } from './target.ts'

interface NumberedRow extends EventRow {
  readonly id: number
}

const HISTORIES = 40

const dice = createDice(7)
const plans = Array.from({ length: HISTORIES }, () => randomPlan(dice))

/** Real histories, each as the rows of a journal of its own. */
const journals = plans.map((_, index) => rowsOf(`r${index}`, index + 1))

/** Rows of a journal that somebody or something changed, under a program that has to notice. */
export const stored: readonly Target[] = [
  target(
    'rows of the chain',
    fc.constantFrom(...journals).chain((rows) => fc.tuple(fc.constant(rows), changesOf(rows))),
    async ([rows, changed]) => {
      const proof = verify({ rows: () => changed.values(), head: () => headOf(rows), linkAt: () => undefined })
      if (!proof.ok) assertSentence(proof.sentence)
      if (proof.ok !== (JSON.stringify(changed) === JSON.stringify(rows))) throw new Error(`the proof says ${proof.ok}`)
      await refold(changed)
    },
  ),
  target(
    'the row of a run',
    fc.constantFrom(...runTexts()).chain((text) => fc.tuple(mutatedText(text.plan), mutatedText(text.state))),
    ([plan, state]) => answered(() => readRun({ plan, state })),
  ),
  target(
    'the row of a letter',
    fc.tuple(mutatedText('[{"type":"section"}]'), fc.option(mutatedText('{"name":"a.log","text":"b"}'))),
    ([blocks, file]) =>
      answered(() =>
        readLetter({
          key: 'r1/card',
          channel: 'C0OPS',
          thread_key: null,
          text: 'Text.',
          blocks,
          file,
          version: 1,
          sent_version: 0,
          ts: null,
          tried_at: null,
          refused: null,
          part_of: null,
        }),
      ),
  ),
]

function rowsOf(run: string, seed: number): readonly NumberedRow[] {
  let before = GENESIS
  return playHistory(seed, plans, nothingSeen()).map((event, index) => {
    const row = chained(run, event, before)
    before = row.hash
    return { id: index + 1, ...row }
  })
}

function headOf(rows: readonly NumberedRow[]) {
  return { events: rows.length, head: rows.at(-1)?.hash ?? GENESIS }
}

function runTexts() {
  const runs = journals.flatMap((rows) => {
    const run = rows.reduce<Run | undefined>((before, row) => fold(row.run, before, readEvent(row).event), undefined)
    return run ? [run] : []
  })
  return runs.map((run) => ({ plan: JSON.stringify(run.plan), state: stateText(run) }))
}

/** Rows taken out, put in, exchanged, and changed in any column; the event's own text also as JSON that still reads. */
function changesOf(rows: readonly NumberedRow[]): fc.Arbitrary<readonly NumberedRow[]> {
  const place = fc.nat({ max: rows.length - 1 })
  const columns = fc.constantFrom('run', 'at', 'type', 'actor', 'data', 'prev_hash', 'hash')
  const inColumn = fc
    .tuple(place, columns, hostileText)
    .map(([at, column, text]) => rows.map((row, index) => (index === at ? { ...row, [column]: text } : row)))
  const inNumber = fc
    .tuple(place, fc.constantFrom('seq', 'version', 'id'), fc.integer({ min: -1, max: 99 }))
    .map(([at, column, number]) => rows.map((row, index) => (index === at ? { ...row, [column]: number } : row)))
  const inData = place.chain((at) =>
    fc
      .oneof(
        mutated(JSON.parse(rows[at]?.data ?? '')).map((value) => JSON.stringify(value) ?? ''),
        mutatedText(rows[at]?.data ?? ''),
      )
      .map((data) => rows.map((row, index) => (index === at ? { ...row, data } : row))),
  )
  const moved = fc
    .tuple(place, place)
    .map(([from, to]) => rows.map((row, index) => rows[index === from ? to : index === to ? from : index] ?? row))
  const removed = place.map((at) => rows.filter((_, index) => index !== at))
  const doubled = place.map((at) => rows.flatMap((row, index) => (index === at ? [row, row] : [row])))
  return fc.oneof(inColumn, inNumber, { weight: 3, arbitrary: inData }, moved, removed, doubled)
}

/** Folds as a rebuild does, up to the first row that is refused. */
async function refold(rows: readonly NumberedRow[]): Promise<void> {
  let run: Run | undefined
  const proof = createProof()
  for (const row of rows) {
    const next = await answered(() => {
      proof.demand(row)
      return fold(row.run, run, readEvent(row).event)
    })
    if (next === undefined) return
    run = next
  }
}
