import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { replyCard } from '../../../src/slack/views/reply-card.ts'
import { planFor, readCard, remote, smallSteps } from './build.ts'

describe('reply card', () => {
  it('shows sentences with their mentions of people, and nothing that calls a whole channel', () => {
    const card = replyCard({ text: 'm7f3xq is held by <@U0ANNA>: <!channel> look.\nRelease it.' })
    assert.deepEqual(card.blocks, [
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: 'm7f3xq is held by <@U0ANNA>: &lt;!channel&gt; look.\nRelease it.',
          verbatim: true,
        },
      },
    ])
    assert.equal(card.text, 'm7f3xq is held by <@U0ANNA>: &lt;!channel&gt; look.\nRelease it.')
  })

  it('says how many rows do not fit', () => {
    const rows = [['step', 'took'], ...Array.from({ length: 111 }, (_, n) => [`copy-${n}`, `${n} s`])]
    assert.equal(
      readCard(replyCard({ text: 'Steps:', table: { rows } }))
        .split('\n')
        .at(-1),
      'and 12 more rows',
    )
  })

  it('keeps the end of a long log and says how much is left out', () => {
    const code = Array.from({ length: 2000 }, (_, n) => `line ${n}`).join('\n')
    const card = replyCard({ text: 'The log of copy-tables:', code })
    const lines = readCard(card).split('\n')
    assert.equal(lines.at(-1), 'line 1999')
    assert.match(lines[1] ?? '', /^The first [\d,]+ lines are left out\.$/)
    for (const text of readCard(card).split('\n\n')) assert.ok(text.length < 6000)
    assert.deepEqual([...new Set(card.blocks.map(({ type }) => type))], ['section', 'context', 'rich_text'])
  })

  it('shows fixed width text as it is', () => {
    const card = replyCard({ text: 'The command:', code: 'echo `date` ``` <!channel> & co' })
    assert.deepEqual(card.blocks[1], {
      type: 'rich_text',
      elements: [
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'echo `date` ``` <!channel> & co' }] },
      ],
    })
  })

  it('previews a plan: signs, hosts, commands, people, and the way back', () => {
    assert.equal(
      readCard(replyCard({ text: 'Nothing was started.', plan: planFor(smallSteps()) })),
      `Nothing was started.
*couch2pg-move* in 6 steps: :mag: 2 read-only · :wrench: 1 changing · :boom: 1 destructive · :busts_in_silhouette: 2 waiting for people
1. :mag: *Look at the disk of new-pg*
2. :busts_in_silhouette: *Go or no-go*
needs 1 × dba, 1 × data-owner
3. :wrench: *Copy the tables*
on *new-pg*: \`true copy-tables\` · undo: \`true copy-tables\`
4. :busts_in_silhouette: *Point users at new-pg*
by dba · undo by hand
5. :mag: *Compare both sides*
6. :boom: *Drop the source database*
on *old-pg*: \`dropdb -- cht\` · needs 1 × data-owner · *no way back*`,
    )
  })

  it('says before the steps what was chosen and why, as much as fits', () => {
    const plan = {
      ...planFor(smallSteps()),
      because: ['method=stream: nothing is <written>.', 'Forecast: about 40 min (25–70).'],
    }
    assert.match(
      readCard(replyCard({ text: 'Nothing was started.', plan })),
      /^Nothing was started\.\n• method=stream: nothing is &lt;written&gt;\.\n• Forecast: about 40 min \(25–70\)\.\n\*couch2pg-move\* in 6 steps/,
    )
    const long = { ...plan, because: Array.from({ length: 200 }, () => 'x'.repeat(500)) }
    for (const text of readCard(replyCard({ text: '.', plan: long })).split('\n\n')) assert.ok(text.length < 6000)
  })

  it('previews every step of a plan of sixty', () => {
    const steps = Array.from({ length: 60 }, (_, n) => remote(`copy-${n}`, `Copy part ${n}`))
    const text = readCard(replyCard({ text: 'Nothing was started.', plan: planFor(steps) }))
    assert.match(text, /\n60\. :wrench: \*Copy part 59\*\non \*new-pg\*: `true copy-59` · undo: `true copy-59`$/)
  })

  it('says how many steps are left out when a plan is longer than a message', () => {
    const steps = Array.from({ length: 500 }, (_, n) => remote(`copy-${n}`, `Copy part ${n}`))
    assert.match(readCard(replyCard({ text: 'Nothing was started.', plan: planFor(steps) })), /\nand \d+ more steps$/)
  })
})
