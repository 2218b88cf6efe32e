import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeRef } from '../../../src/slack/ref.ts'
import { homeView, rolesToDecide } from '../../../src/slack/views/home-view.ts'
import { ANNA, asking, cuttingOver, DAN, dropping, OLGA, read } from './build.ts'

describe('home', () => {
  it('shows what waits for me, what runs, and what ran', () => {
    const ended = dropping().approves(OLGA, 'data-owner', { typed: 'cht' }).measures().succeeds()
    const home = homeView({ person: DAN, active: [asking().run, cuttingOver().run], recent: [ended.run] })
    assert.equal(
      read(home.blocks),
      `Your decisions
*couch2pg-move* \`m7f3xq\`: *Go or no-go*, as *dba*
Asked <!date^1795230120^{date_short_pretty}, {time}|2026-11-21 03:02 UTC>. The card with the evidence is in <#C0OPS>.
[Details]
Active runs
*couch2pg-move* \`m7f3xq\`: *waiting*
step 2 of 6: Go or no-go
[Details]
*couch2pg-move* \`m7f3xq\`: *waiting*
step 4 of 6: Point users at new-pg
[Details]
Last runs
*couch2pg-move* \`m7f3xq\`: *succeeded*
<!date^1795230720^{date_short_pretty}, {time}|2026-11-21 03:12 UTC>
[Details]`,
    )
  })

  it('says what to do when there is nothing', () => {
    assert.equal(
      read(homeView({ person: DAN, active: [], recent: [] }).blocks),
      'Your decisions\nNothing waits for you.\nActive runs\nNothing runs. `/migrate list` shows what can be started.\nLast runs\nNo run has ended yet.',
    )
  })

  it('points its buttons at the run', () => {
    const [, , , , section] = homeView({ person: ANNA, active: [asking().run], recent: [] }).blocks
    const accessory = section?.['accessory']
    const value = typeof accessory === 'object' && accessory !== null && 'value' in accessory ? accessory['value'] : ''
    assert.deepEqual(decodeRef(String(value)), { run: 'm7f3xq', step: 'go', card: 'home' })
  })

  it('asks each person once, in the roles they hold, and never the starter', () => {
    const story = asking()
    assert.deepEqual(rolesToDecide(story.run, { id: 'U0EVE', roles: ['data-owner', 'dba'] }), ['dba', 'data-owner'])
    assert.deepEqual(rolesToDecide(story.run, { id: ANNA.id, roles: ['dba'] }), [])
    assert.deepEqual(rolesToDecide(story.run, { id: 'U0EVE', roles: ['sre-lead'] }), [])
    story.approves(DAN, 'dba')
    assert.deepEqual(rolesToDecide(story.run, { id: DAN.id, roles: ['dba', 'data-owner'] }), [])
    assert.deepEqual(rolesToDecide(cuttingOver().run, DAN), [])
  })
})
