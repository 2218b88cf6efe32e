import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Step } from '../../../src/model/step.ts'
import { clockWords } from '../../../src/slack/views/clock-words.ts'
import { evidence } from './build.ts'

const HOUR = 3_600_000
const ASK: Step = {
  kind: 'gate',
  id: 'go',
  title: 'Go or no-go',
  gate: { approvals: { dba: 1 }, shows: [], voteByMs: 24 * HOUR, actByMs: 12 * HOUR, freshForMs: HOUR / 4 },
}
const GATE = {
  step: 'go',
  revision: 1,
  digest: 'd',
  evidence: [evidence({ measuredAt: '2026-11-21T03:00:00.000Z' })],
  hostKeys: {},
  openedAt: '2026-11-21T03:00:00.000Z',
  decisions: [],
  fellBecause: [],
}

describe('clock words', () => {
  it('say until when to decide, until when it has to begin, and how long the evidence is fresh', () => {
    assert.equal(
      clockWords(ASK, GATE)?.md,
      '*Decide by* <!date^1795316400^{date_short_pretty}, {time}|2026-11-22 03:00 UTC>; after that nothing is approved and the run is held. It has to begin within 12 h of the last approval. *Evidence is fresh until* <!date^1795230900^{date_short_pretty}, {time}|2026-11-21 03:15 UTC>; *Refresh evidence* measures again.',
    )
  })

  it('say by when an approved act has to begin, once everybody approved', () => {
    assert.match(
      clockWords(ASK, { ...GATE, approvedAt: '2026-11-21T04:00:00.000Z' })?.md ?? '',
      /^\*Has to begin by\* <!date\^1795276800\^[^>]*>; after that the approval falls\. /,
    )
  })

  it('say nothing at a gate without clocks', () => {
    assert.equal(clockWords({ ...ASK, gate: { approvals: { dba: 1 }, shows: [] } }, GATE), undefined)
  })
})
