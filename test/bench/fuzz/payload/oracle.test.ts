import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Meant } from '../../../../bench/fuzz/payload/meant.ts'
import { assertAllowed } from '../../../../bench/fuzz/payload/oracle.ts'
import { asking, copying, DAN } from '../../../slack/views/build.ts'

const before = asking()
const click = { run: before.run.id, step: 'go', revision: before.run.revision }
const asked: Meant = { user: DAN.id, verb: 'approve', role: 'dba', ref: click }

function judged(meant: readonly Meant[], story = asking().approves(DAN, 'dba')) {
  return () => assertAllowed({ run: story.run, history: story.events, known: before.events.length }, meant)
}

test('a decision is allowed that its click showed', () => {
  assert.doesNotThrow(judged([asked]))
})

const FORGED: readonly (readonly [string, Partial<Meant>, RegExp])[] = [
  ['of somebody else', { user: 'U0NOOR' }, /^Error: nobody asked for this/],
  ['about another run', { ref: { ...click, run: 'p2kd9w' } }, /^Error: nobody asked for this/],
  ['about another step', { ref: { ...click, step: 'drop' } }, /^Error: decided on what no payload showed/],
  ['about another revision', { ref: { ...click, revision: 9 } }, /^Error: decided on what no payload showed/],
  ['in another role', { role: 'data-owner' }, /^Error: decided on what no payload showed/],
  ['with another verdict', { verb: 'deny' }, /^Error: decided on what no payload showed/],
]

for (const [what, changed, wrong] of FORGED) {
  test(`the same decision from a click ${what} is noticed`, () => {
    assert.throws(judged([{ ...asked, ...changed }]), wrong)
  })
}

test('a gate that was passed is noticed, since nobody who is played holds its second role', () => {
  const theirs = { ...asked, user: 'U0OLGA', role: 'data-owner' }
  assert.throws(judged([asked, theirs], copying()), /^Error: somebody without a role did this/)
})
