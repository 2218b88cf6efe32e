import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Command } from '../../src/model/command.ts'
import { NO_POLICIES } from '../../src/model/policy.ts'
import { rulesFor } from '../../src/model/rules.ts'
import { ANNA, asking, type Story } from '../slack/views/build.ts'

const DAN_MAYBE = { id: 'U0DAN', roles: [], unsure: ['dba'] }
const TWO_MAYBE = { id: 'U0DAN', roles: [], unsure: ['dba', 'data-owner'] }
const AGAIN = "so nothing was done. Try again in a minute; the operator's log says why."

function refusal(story: Story, command: Command): unknown {
  try {
    story.tell(command)
  } catch (error) {
    return error
  }
  return undefined
}

test('nobody decides in a role that Slack does not tell about, and nobody is told that they do not hold it', () => {
  const approve = {
    type: 'approve' as const,
    by: DAN_MAYBE,
    role: 'dba',
    step: 'go',
    revision: 1,
    via: 'button' as const,
  }
  const error = refusal(asking(), approve)
  assert.ok(error instanceof Error)
  assert.equal(error.message, `Slack does not say right now who holds dba, ${AGAIN}`)
  assert.equal('code' in error && error.code, 'role-unknown')
})

test('nobody steers by a role that Slack does not tell about', () => {
  const error = refusal(asking(), { type: 'abort', by: TWO_MAYBE, reason: 'no' })
  assert.ok(error instanceof Error)
  assert.equal(error.message, `Slack does not say right now who holds dba or data-owner, ${AGAIN}`)
})

test('a policy that keeps an act for a role says the same', () => {
  const rules = rulesFor({ ...NO_POLICIES, may: { abort: [['dba']] } }, 'abort', '2026-11-21T03:00:00.000Z')
  const error = refusal(asking(), { type: 'abort', by: DAN_MAYBE, reason: 'no', rules })
  assert.ok(error instanceof Error)
  assert.equal(error.message, `Slack does not say right now who holds dba, ${AGAIN}`)
})

test('the driver steers whatever Slack tells about roles', () => {
  assert.equal(refusal(asking(), { type: 'abort', by: { ...ANNA, unsure: ['dba'] }, reason: 'no' }), undefined)
})
