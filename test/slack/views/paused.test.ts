import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sh } from '../../../src/model/shell.ts'
import { notice } from '../../../src/slack/views/notice.ts'
import { runCard } from '../../../src/slack/views/run-card.ts'
import { threadLine } from '../../../src/slack/views/thread-line.ts'
import { ANNA, asking, DAN, OLGA, planFor, readCard, remote, Story } from './build.ts'

const PAUSABLE = { do: 'job', on: 'old-pg', run: sh`true`, files: {}, background: false, pausable: true } as const
const COPY = { do: 'action', action: 'copy', version: 1, args: {}, on: 'new-pg', shows: 'copy' } as const
const FULL =
  'new-pg has 2 GB free in /var, less than the 4 GB that should stay free. Free space there, then release the run.'
const DISKS = [
  { text: 'new-pg: 41 GB free in /var, falling 14 MB/s, full in 47 min at this rate', tight: false },
  { text: 'old-pg: 13 GB free in /, 87 % used', tight: true },
]

/** A run whose first step copies, and a second one follows. */
function copying(act: typeof COPY | typeof PAUSABLE = COPY): Story {
  return new Story(planFor([remote('copy-tables', 'Copy the tables', { act }), remote('after', 'Clean up')]))
}

function held(progress?: { done: number; total?: number; unit: string }): Story {
  const story = copying().tell({ type: 'hold', by: OLGA, reason: 'clinic is still writing' })
  return story.tell({ type: 'paused', ...story.live(), progress })
}

function card(story: Story, more: Parameters<Story['view']>[0] = {}): readonly string[] {
  return readCard(runCard(story.view(more))).split('\n')
}

describe('a run whose act rests', () => {
  it('says how far the act is, and that the rest waits for a release', () => {
    const story = held({ done: 312, total: 900, unit: 'pieces' })
    assert.deepEqual(card(story).slice(0, 5), [
      'couch2pg-move · m7f3xq',
      '*Held* in the middle of Copy the tables: 312 of 900 pieces (34 %); the rest waits for a release',
      '`██████░░░░░░░░░░░░░░`',
      '*Held by* <@U0OLGA> since <!date^1795230060^{date_short_pretty}, {time}|2026-11-21 03:01 UTC>: clinic is still writing',
      '*Waits for* <@U0ANNA> or somebody with *dba* or *data-owner* to *Release*.',
    ])
    assert.ok(card(story).includes('pending | Copy the tables | rests until a release'))
  })

  it('offers release, rollback and abort, and no skip', () => {
    const buttons = card(held()).filter((line) => line.startsWith('['))
    assert.deepEqual(buttons, ['[Release primary]', '[Roll back…]', '[Abort…]'])
  })

  it('says that it goes on where it is when nobody knows how far that is', () => {
    for (const progress of [undefined, { done: 42, unit: 'seconds' }])
      assert.equal(
        card(held(progress))[1],
        '*Held* in the middle of Copy the tables: it goes on from where it is at the release',
      )
  })

  it('says that the act is ended before anything is taken back', () => {
    const story = held().tell({ type: 'rollback', by: ANNA, reason: 'users complain' })
    assert.equal(card(story)[1], '*Rolling back:* Copy the tables rested in the middle and is being ended first')
    story.tell({ type: 'hold', by: DAN, reason: 'let me look' })
    assert.equal(card(story)[1], '*Rolling back:* Copy the tables rested in the middle and is being ended first')
  })

  it('leaves the time it rested out of what is left', () => {
    const story = held({ done: 312, total: 900, unit: 'pieces' })
    for (let minute = 0; minute < 5; minute += 1) story.tell({ type: 'launched', step: 'other', attempt: 1 })
    story.tell({ type: 'release', by: ANNA })
    const progress = { done: 450, total: 900, unit: 'pieces' }
    assert.equal(
      card(story, { progress })[1],
      '*Running:* Copy the tables — 450 of 900 pieces (50 %), about 3 min left',
    )
  })
})

describe('the thread of a run whose act rests', () => {
  it('says that it rests, how far it is, and that it was ended where it rested', () => {
    const story = held({ done: 312, total: 900, unit: 'pieces' })
    const said = (type: 'act-paused' | 'act-stopped') => threadLine(story.run, story.last(type), story.view())?.text
    assert.equal(
      said('act-paused'),
      ':hourglass: Copy the tables rests in the middle: 312 of 900 pieces (34 %). The rest waits for a release.',
    )
    story.tell({ type: 'rollback', by: ANNA, reason: 'users complain' }).tell({ type: 'halted', ...story.live() })
    assert.equal(said('act-stopped'), 'Copy the tables was ended where it rested')
  })
})

describe('a run that is asked to hold', () => {
  for (const [act, ends] of [
    [COPY, (title: string) => `between two parts of ${title}, or after it`],
    [PAUSABLE, (title: string) => `in the middle of ${title}`],
  ] as const)
    it(`says where ${act.do === 'job' ? 'a job that may rest' : 'an action'} is stopped`, () => {
      const story = copying(act).tell({ type: 'hold', by: OLGA, reason: 'clinic is still writing' })
      assert.equal(card(story)[1], `*Holding:* the run stops ${ends('Copy the tables')} on ${act.on}`)
      assert.equal(
        notice(story.run, story.last('hold-asked'), story.view())?.text,
        `Held: couch2pg-move \`m7f3xq\` by <@U0OLGA>: clinic is still writing. It stops ${ends('the step that is running')}. \`/migrate release m7f3xq\` lets it go on.`,
      )
    })

  it('names Drover when a disk was about to fill', () => {
    const story = copying()
    story.tell({ type: 'disk-low', ...story.live(), reason: FULL })
    assert.match(
      notice(story.run, story.last('hold-asked'), story.view())?.text ?? '',
      /^Held: couch2pg-move `m7f3xq` by Drover: new-pg has 2 GB free in \/var, .* Free space there, then release the run\. It stops/,
    )
    assert.match(card(story)[2] ?? '', /^\*Held by\* Drover since .*: new-pg has 2 GB free in \/var/)
  })
})

describe('the disks of a run', () => {
  it('are on the card while the step acts or rests, with a warning where one is tight', () => {
    const lines = [
      ':floppy_disk: new-pg: 41 GB free in /var, falling 14 MB/s, full in 47 min at this rate',
      ':warning: old-pg: 13 GB free in /, 87 % used',
    ]
    assert.deepEqual(card(copying(), { disks: DISKS }).slice(2, 4), lines)
    assert.deepEqual(card(held(), { disks: DISKS }).slice(2, 4), lines)
  })

  it('are left out while people decide', () => {
    assert.ok(!card(asking(), { disks: DISKS }).join('\n').includes('free in'))
  })
})
