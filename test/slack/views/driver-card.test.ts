import assert from 'node:assert/strict'
import { test } from 'node:test'
import { driverCard, handoverLine } from '../../../src/slack/views/driver-card.ts'
import { runCard } from '../../../src/slack/views/run-card.ts'
import { threadLine } from '../../../src/slack/views/thread-line.ts'
import { ANNA, asking, DAN, OLGA, readCard } from './build.ts'

const TOOK = asking().tell({ type: 'drive', by: DAN, from: ANNA.id, to: DAN.id, note: 'night shift' })
const GAVE = asking().tell({ type: 'drive', by: ANNA, from: ANNA.id, to: OLGA.id, note: 'all is quiet' })

test('the thread says who drives from now on, and whose note it is', () => {
  const line = threadLine(TOOK.run, TOOK.last('driver-changed'), TOOK.view())
  assert.equal(line?.text, '<@U0DAN> took over driving from <@U0ANNA>: night shift')
  assert.equal(handoverLine(GAVE.run)?.md, '<@U0ANNA> handed over driving to <@U0OLGA>: all is quiet')
  assert.equal(handoverLine(asking().run), undefined)
})

test('the old and the new driver are told what that means for them', () => {
  const said =
    '*Another driver:* *couch2pg-move* `m7f3xq` in <#C0OPS>. <@U0DAN> took over driving from <@U0ANNA>: night shift'
  const [dan, anna] = [driverCard(TOOK.run, DAN.id), driverCard(TOOK.run, ANNA.id)]
  assert.equal(dan && readCard(dan), `${said}\nYou drive it now: \`/migrate why m7f3xq\` says what it waits for.`)
  assert.equal(
    anna && readCard(anna),
    `${said}\nYou do not drive it any more; \`/migrate watch m7f3xq\` keeps you told.`,
  )
})

test('the card of the run names the driver, the one before, and since when', () => {
  const shown = readCard(runCard(TOOK.view()))
  assert.ok(
    shown.includes(
      '*Driver*\n<@U0DAN>, after <@U0ANNA>, since <!date^1795230180^{date_short_pretty}, {time}|2026-11-21 03:03 UTC>',
    ),
    shown,
  )
})
