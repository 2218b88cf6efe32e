import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import { messageRefusal } from '../../../src/local-slack/rules/validate-message.ts'
import { validateView } from '../../../src/local-slack/rules/validate-view.ts'
import { defineMigration } from '../../../src/model/migration.ts'
import type { RunView } from '../../../src/slack/views/card.ts'
import * as views from '../../../src/slack/views/index.ts'
import type { Story } from './build.ts'
import { muchEvidence, nastyEvidence, nastyStory, nastyText, WORST } from './nasty.ts'

const REF = { run: 'm7f3xq', step: 'go', revision: 1, card: 'm7f3xq/gate/1' }
const EXAMPLES = WORST.map((text): [string] => [text])
const SETTINGS = { numRuns: EXAMPLES.length + 20, examples: EXAMPLES, includeErrorInReport: true }

/** Places a nasty run can be in; each is drawn on every card. */
function lives(text: string): readonly Story[] {
  const failure = { summary: text, cause: text, fix: text, tail: text.repeat(3) }
  const by = { id: text, roles: ['dba'] }
  const boss = { id: 'U0ANNA', roles: ['dba', 'data-owner'] }
  const reason = text.trim() === '' ? 'x' : text
  const asking = (steps = 0) => nastyStory(text, 'gate', steps).measures(muchEvidence(text))
  const acting = (steps = 0) => nastyStory(text, 'remote', steps)
  const lost = acting()
  return [
    asking(60),
    nastyStory(text, 'destructive', 0).measures(muchEvidence(text)),
    nastyStory(text, 'manual', 0),
    asking().approves(by, 'dba', { reason: text }),
    asking().tell({ type: 'deny', by, role: 'dba', via: 'button', reason, step: 'go', revision: 1 }),
    acting().tell({ type: 'hold', by, reason }),
    acting(60).succeeds(muchEvidence(text)),
    acting().fails(failure),
    acting().fails(failure).tell({ type: 'skip', by: boss, reason }),
    acting().fails(failure).tell({ type: 'rollback', by: boss, reason }),
    lost.tell({ type: 'lost', ...lost.live(), failure }),
    asking().tell({ type: 'abort', by: boss, reason }),
    asking().tell({ type: 'abort', by: boss, reason }).tell({ type: 'stopped' }),
  ]
}

function viewOf(story: Story, text: string): RunView {
  return story.view({
    progress: { done: 12, total: 20, unit: text, note: text },
    stall: text,
    eta: { basis: text },
    head: text,
    members: { dba: Array.from({ length: 30 }, () => text), 'data-owner': [] },
  })
}

function cardsOf(story: Story, text: string): readonly views.Card[] {
  const { run } = story
  const view = viewOf(story, text)
  const gates = run.gate ? [views.gateCard(run, run.gate, view)] : []
  const drawn = story.events.flatMap((event) => [
    views.notice(run, event, view),
    views.threadLine(run, event, view),
    views.closedGateCard(run, REF, views.whyClosed(event) ?? text.repeat(3)),
  ])
  return [views.runCard(view), views.failureCard(run, view), ...gates, ...drawn.filter((card) => card !== undefined)]
}

function viewsOf(story: Story, text: string): readonly (views.Modal | views.Home)[] {
  const { run } = story
  const params = z.strictObject({
    host: z.string().describe(text).default(text.slice(0, 3000)),
    mode: z.enum(['fast', 'slow']).default('fast'),
    dry: z.boolean().optional(),
  })
  const migration = defineMigration({ name: 'nasty', summary: text, params, roles: [], steps: () => [] })
  const reasons = (['hold', 'skip', 'rollback', 'abort'] as const).map((verb) => views.reasonModal(verb, REF))
  const runs = Array.from({ length: 40 }, () => run)
  return [
    ...(run.gate
      ? [
          views.approveModal(run, run.gate, 'dba'),
          views.approveModal(run, { ...run.gate, evidence: [nastyEvidence(text)] }, 'dba', true),
        ]
      : []),
    ...reasons,
    views.denyModal({ ...REF, step: text.slice(0, 500) }),
    views.doneModal(run, REF),
    views.resolveModal(run, REF),
    views.startModal(migration),
    views.loadingModal(REF),
    views.homeView({ person: { id: 'U0EVE', roles: ['dba'] }, active: runs, recent: runs }),
  ]
}

function repliesOf(story: Story, text: string): readonly views.Card[] {
  const { table } = nastyEvidence(text)
  const long = `${text}\n`.repeat(40)
  return [
    { text },
    { text: long, table, code: long, plan: story.run.plan },
    { text, code: long },
    { text, plan: story.run.plan },
  ].map(views.replyCard)
}

/** Every piece of mark-up in the value. */
function markupIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(markupIn)
  if (typeof value !== 'object' || value === null) return []
  const own = 'type' in value && value.type === 'mrkdwn' && 'text' in value ? [String(value.text)] : []
  return [...own, ...Object.values(value).flatMap(markupIn)]
}

/** Mentions, links and code spans that data has made. */
function escapes(markup: string): readonly string[] {
  const known = /<@U0(ANNA|EVE)>|<!date\^\d+\^[^<>|]+\|[^<>|]+>|<#C0OPS>/g
  const strange = markup.replaceAll(known, '').match(/[<>]/g) ?? []
  return markup.split('`').length % 2 === 0 ? [...strange, '`'] : strange
}

function assertSafe(value: unknown): void {
  assert.deepEqual(markupIn(value).flatMap(escapes), [])
}

describe('every view', () => {
  it('stays within the limits of Slack and escapes, whatever the data', () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        for (const story of lives(text)) {
          for (const card of cardsOf(story, text)) {
            assert.deepEqual(messageRefusal(card, 'update'), undefined)
            assert.notEqual(card.text.trim(), '')
            assertSafe([card.blocks, { type: 'mrkdwn', text: card.text }])
          }
          for (const view of viewsOf(story, text)) {
            assert.deepEqual(validateView(view), [])
            assertSafe(view)
          }
        }
      }),
      SETTINGS,
    )
  })

  it('answers commands within the limits of Slack, and mentions nobody but single people', () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        for (const card of repliesOf(nastyStory(text, 'gate', 60), text)) {
          assert.deepEqual(messageRefusal(card, 'update'), undefined)
          assert.deepEqual(
            markupIn(card.blocks).flatMap((one) => one.replaceAll(/<@[A-Z0-9]+>/g, '').match(/[<>]/g) ?? []),
            [],
          )
        }
      }),
      SETTINGS,
    )
  })
})
