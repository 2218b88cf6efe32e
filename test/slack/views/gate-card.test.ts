import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sh } from '../../../src/model/shell.ts'
import { decodeRef } from '../../../src/slack/ref.ts'
import type { Block, Card } from '../../../src/slack/views/card.ts'
import { gateCard } from '../../../src/slack/views/gate-card.ts'
import {
  ANNA,
  asking,
  DAN,
  dropping,
  dropStep,
  evidence,
  OLGA,
  planFor,
  readCard,
  remote,
  rowsOf,
  Story,
  smallSteps,
} from './build.ts'

const MEMBERS = { dba: [DAN.id], 'data-owner': [OLGA.id, ANNA.id] }

function cardOf(story: Story): Card {
  const { gate } = story.run
  assert.ok(gate)
  return gateCard(story.run, gate, story.view({ members: MEMBERS }))
}

function read(story: Story): readonly string[] {
  return readCard(cardOf(story)).split('\n')
}

function actionsOf({ blocks }: Card): Block {
  const found = blocks.find(({ type }) => type === 'actions')
  assert.ok(found)
  return found
}

describe('gate card', () => {
  it('asks in plain words, with what it sets off, the evidence, and who is missing', () => {
    const story = asking()
    const digest = story.run.gate?.digest.slice(0, 12)
    assert.equal(
      readCard(cardOf(story)),
      `Approve “Go or no-go”? · m7f3xq
Approve, and m7f3xq goes on with 3 steps on *new-pg*: 1 changing, 1 by hand and 1 read-only, first *Copy the tables*. All of it can be taken back.
*Point of no return:* 4 steps away (drop-source-database). Until then there is a way back, how long is not known.
:white_check_mark: *Rows of cht*: 20,000 rows in 2 tables.
Measured <!date^1795230060^{date_short_pretty}, {time}|2026-11-21 03:01 UTC>
table | rows
doc | 19,000
form | 1,000
*Still needed:* *dba* (<@U0DAN>), *data-owner* (<@U0OLGA>). Without it nothing happens.
[Approve as dba primary]
[Approve as data-owner primary]
[Deny…]
[Refresh evidence]
Asked <!date^1795230120^{date_short_pretty}, {time}|2026-11-21 03:02 UTC> · revision 1 · digest \`${digest}\` · chain \`3f2a91c0d4e5\` · old-pg \`SHA256:q0ld\` · \`/migrate why m7f3xq\``,
    )
  })

  it('says in the fallback text what an approval sets off', () => {
    assert.equal(
      cardOf(dropping()).text,
      'm7f3xq: Approve “Drop the source database”? Approve, and this is destroyed on old-pg: the only other copy of cht. It cannot be undone.',
    )
  })

  it('shows what is destroyed, that it cannot be undone, and the exact command', () => {
    assert.deepEqual(read(dropping()).slice(0, 3), [
      'Approve “Drop the source database”? · m7f3xq',
      'Approve, and this is *destroyed* on *old-pg*: the only other copy of cht. *It cannot be undone.*',
      'old-pg$ dropdb -- cht',
    ])
  })

  it('makes the approval of something destructive red, and asks once more', () => {
    assert.deepEqual(actionsOf(cardOf(dropping()))['elements'], [
      {
        type: 'button',
        text: { type: 'plain_text', text: 'Approve as data-owner', emoji: false },
        action_id: 'approve:data-owner',
        value: buttonValue(dropping(), 0),
        style: 'danger',
        confirm: {
          title: { type: 'plain_text', text: 'Approve as data-owner?', emoji: false },
          text: {
            type: 'plain_text',
            text: 'Destroys the only other copy of cht. This cannot be undone.',
            emoji: false,
          },
          confirm: { type: 'plain_text', text: 'Approve', emoji: false },
          deny: { type: 'plain_text', text: 'Not yet', emoji: false },
          style: 'danger',
        },
      },
      {
        type: 'button',
        text: { type: 'plain_text', text: 'Deny…', emoji: false },
        action_id: 'deny',
        value: buttonValue(dropping(), 1),
      },
      {
        type: 'button',
        text: { type: 'plain_text', text: 'Refresh evidence', emoji: false },
        action_id: 'refresh',
        value: buttonValue(dropping(), 2),
      },
    ])
    assert.deepEqual(decodeRef(buttonValue(dropping(), 0)), {
      run: 'm7f3xq',
      step: 'drop-source-database',
      revision: 2,
      card: 'm7f3xq/gate/2',
    })
  })

  it('says who has approved and how many are needed', () => {
    const story = asking().approves(DAN, 'dba', { reason: 'backup is from tonight' })
    assert.deepEqual(read(story).slice(8, 13), [
      'Approved by <@U0DAN> as dba · 1 of 1 needed · <!date^1795230180^{date_short_pretty}, {time}|2026-11-21 03:03 UTC>: backup is from tonight',
      '*Still needed:* *data-owner* (<@U0OLGA>). Without it nothing happens.',
      '[Approve as data-owner primary]',
      '[Deny…]',
      '[Withdraw]',
    ])
  })

  it('counts what a role still owes when it needs more than one', () => {
    const steps = [{ kind: 'gate', id: 'go', title: 'Go', gate: { approvals: { dba: 2 }, shows: [rowsOf()] } } as const]
    const story = new Story(planFor(steps)).measures()
    assert.equal(read(story)[1], 'Approve, and m7f3xq is done. Nothing more is changed.')
    assert.equal(read(story)[8], '*Still needed:* 2 × *dba* (<@U0DAN>). Without it nothing happens.')
  })

  it('says what moved when it asks again, and its buttons belong to the new revision', () => {
    const story = asking().approves(DAN, 'dba').approves(OLGA, 'data-owner')
    const before = actionsOf(cardOf(asking()))['block_id']
    story.measures([evidence({ values: { doc: 19_500, form: 1000 } })])
    assert.deepEqual(read(story).slice(2, 4), [
      '*Asked again* (revision 2), because what was approved is not so any more:',
      '• Rows of cht: doc moved from 19000 to 19500.',
    ])
    assert.notEqual(actionsOf(cardOf(story))['block_id'], before)
    assert.equal(decodeRef(buttonValue(story, 0))?.revision, 2)
  })

  it('says that everybody approved while the checks run once more', () => {
    const story = asking().approves(DAN, 'dba').approves(OLGA, 'data-owner')
    assert.deepEqual(read(story).slice(10, 14), [
      '*Approved by everybody who had to.* The checks are measured once more before it goes on.',
      '[Deny…]',
      '[Withdraw]',
      read(story).at(-1) ?? '',
    ])
  })

  it('shows what was skipped on the way, by whom and why', () => {
    const steps = [remote('vacuum', 'Vacuum'), ...smallSteps().slice(1)]
    const story = new Story(planFor(steps))
      .fails()
      .tell({ type: 'skip', by: DAN, reason: 'not needed on an empty target' })
      .measures()
    assert.deepEqual(read(story).slice(8, 10), [
      '*Skipped on the way* (1)',
      '• *vacuum* by <@U0DAN>: not needed on an empty target',
    ])
  })

  it('shows who stood in the way before it, when and why', () => {
    const story = asking()
      .tell({ type: 'hold', by: ANNA, reason: 'the disk looks full' })
      .tell({ type: 'release', by: ANNA })
    const denied = story
      .tell({ type: 'deny', by: DAN, role: 'dba', via: 'button', reason: 'not today', ...story.card() })
      .tell({ type: 'release', by: ANNA })
      .measures()
    const from = read(denied).indexOf('*Dissent on the way* (2)')
    assert.deepEqual(read(denied).slice(from, from + 3), [
      '*Dissent on the way* (2)',
      '• Held at *go* by <@U0ANNA> <!date^1795230180^{date_short_pretty}, {time}|2026-11-21 03:03 UTC>: the disk looks full',
      '• Denied at *go* by <@U0DAN> as dba <!date^1795230300^{date_short_pretty}, {time}|2026-11-21 03:05 UTC>: not today',
    ])
  })

  it('shows the worst check first and only one table as a table', () => {
    const bad = evidence({
      title: 'Both sides',
      outcome: 'warn',
      summary: '2 rows are missing.',
      advice: 'Copy form again.',
    })
    const story = new Story(planFor(smallSteps().slice(1))).measures([
      evidence(),
      bad,
      evidence({ title: 'Third' }),
      evidence({ title: 'Fourth' }),
    ])
    const lines = read(story)
    assert.deepEqual(lines.slice(3, 5), [
      ':warning: *Both sides*: 2 rows are missing. _Next:_ Copy form again.',
      ':white_check_mark: *Rows of cht*: 20,000 rows in 2 tables.',
    ])
    assert.equal(lines[8], '*Both sides*')
    assert.equal(cardOf(story).blocks.filter(({ type }) => type === 'table').length, 1)
    assert.ok(lines.includes('table    rows'))
    assert.ok(lines.includes('1 more table: /migrate evidence m7f3xq'))
  })

  it('says how a destructive act could be undone where it can', () => {
    const restore = { do: 'job', on: 'old-pg', run: sh`createdb cht`, files: {}, background: false } as const
    assert.equal(
      read(new Story(planFor([dropStep(restore)])).measures())[1],
      'Approve, and this is *destroyed* on *old-pg*: the only other copy of cht. It can be undone on *old-pg*: createdb cht',
    )
  })

  it('says when nothing is changed by what follows', () => {
    const [look, go] = smallSteps()
    assert.ok(look && go)
    assert.equal(
      read(new Story(planFor([go, look])).measures())[1],
      'Approve, and m7f3xq goes on with 1 step: 1 read-only, first *Look at the disk of new-pg*. None of it changes anything.',
    )
    assert.equal(
      read(new Story(planFor([go, { ...go, id: 'go-again' }])).measures())[1],
      'Approve, and m7f3xq goes on to the next question. Nothing is changed before that.',
    )
  })

  it('says when the command is longer than what is shown', () => {
    const drop = dropStep()
    assert.ok(drop.kind === 'destructive')
    const act = {
      do: 'job',
      on: 'old-pg',
      run: sh`dropdb -- ${'x'.repeat(2000)}`,
      files: {},
      background: false,
    } as const
    const lines = read(new Story(planFor([{ ...drop, act }])).measures())
    assert.equal(lines[2]?.at(-1), '…')
    assert.equal(lines[3], 'The command is longer than this. `/migrate steps m7f3xq` shows all of it.')
  })

  it('warns when what follows cannot be undone', () => {
    const steps = [...smallSteps().slice(1, 2), remote('cut', 'Cut the link', { undo: 'none' })]
    assert.equal(
      read(new Story(planFor(steps)).measures())[1],
      'Approve, and m7f3xq goes on with 1 step on *new-pg*: 1 changing, first *Cut the link*. *Cut the link* *cannot be undone.*',
    )
  })
})

function buttonValue(story: Story, index: number): string {
  const elements = actionsOf(cardOf(story))['elements']
  const button = Array.isArray(elements) ? elements[index] : undefined
  return String(button?.value)
}
