import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSqliteJournal } from '../../../src/journal/sqlite/journal.ts'
import { now, withPath } from './folder.ts'

const AT = '2026-11-02T09:00:00.000Z'

test(
  'enrolments, used codes and locks are there after a restart, and a rebuild leaves them alone',
  withPath(async (path) => {
    const first = createSqliteJournal({ path, now })
    first.stepUps.offer('U1', 'SECRET', AT)
    first.stepUps.shown('U1', 'SECRET', 'message 1')
    first.stepUps.enrol('U1', 'SECRET', AT)
    assert.equal(first.stepUps.spend('U1', 7), true)
    for (const _try of [1, 2, 3, 4]) assert.equal(first.stepUps.wrong('U1', AT), false)
    await first.journal.stop()
    const again = createSqliteJournal({ path, now })
    again.rebuild()
    assert.equal(again.stepUps.spend('U1', 7), false)
    assert.equal(again.stepUps.wrong('U1', AT), true)
    assert.deepEqual(again.stepUps.find('U1'), {
      secret: 'SECRET',
      offeredAt: AT,
      shownIn: 'message 1',
      enrolledAt: AT,
      lockedUntil: '2026-11-02T09:15:00.000Z',
    })
    await again.journal.stop()
  }),
)

test(
  'a code is used up for one person, not for others',
  withPath(async (path) => {
    const { stepUps, journal } = createSqliteJournal({ path, now })
    assert.equal(stepUps.spend('U1', 7), true)
    assert.equal(stepUps.spend('U2', 7), true)
    assert.equal(stepUps.spend('U2', 7), false)
    await journal.stop()
  }),
)

test(
  'only the secret that is on offer can be enrolled, and none takes the place of an enrolled one',
  withPath(async (path) => {
    const { stepUps, journal } = createSqliteJournal({ path, now })
    stepUps.offer('U1', 'OLD', AT)
    stepUps.offer('U1', 'NEW', AT)
    stepUps.shown('U1', 'OLD', 'message 1')
    assert.equal(stepUps.find('U1')?.shownIn, undefined)
    assert.equal(stepUps.enrol('U1', 'OLD', AT), false)
    assert.equal(stepUps.enrol('U1', 'NEW', AT), true)
    assert.equal(stepUps.enrol('U1', 'NEW', AT), false)
    assert.equal(stepUps.offer('U1', 'THIRD', AT), false)
    assert.equal(stepUps.find('U1')?.secret, 'NEW')
    await journal.stop()
  }),
)

test(
  'what was taken away is gone with its lock, and used codes stay used',
  withPath(async (path) => {
    const { stepUps, journal } = createSqliteJournal({ path, now })
    stepUps.offer('U1', 'SECRET', AT)
    stepUps.enrol('U1', 'SECRET', AT)
    stepUps.spend('U1', 7)
    for (const _try of [1, 2, 3, 4, 5]) stepUps.wrong('U1', AT)
    assert.equal(stepUps.remove('U1'), true)
    assert.equal(stepUps.remove('U1'), false)
    assert.equal(stepUps.find('U1'), undefined)
    stepUps.offer('U1', 'NEXT', AT)
    assert.equal(stepUps.find('U1')?.lockedUntil, undefined)
    assert.equal(stepUps.spend('U1', 7), false)
    await journal.stop()
  }),
)
