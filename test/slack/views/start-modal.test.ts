import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { z } from 'zod'
import { defineMigration, type Migration } from '../../../src/model/migration.ts'
import { startModal } from '../../../src/slack/views/start-modal.ts'

function migration(params: z.ZodType): Migration {
  return defineMigration({ name: 'couch2pg-move', summary: 'Move couch2pg', params, roles: [], steps: () => [] })
}

describe('start window', () => {
  it('has a field for each param, with its words, choices and defaults', () => {
    const params = z.strictObject({
      source: z.string().describe('Host that holds the database now.'),
      database: z.string().default('cht'),
      method: z.enum(['stream', 'physical']).default('stream'),
      drop: z.boolean().optional(),
    })
    const { blocks, callback_id } = startModal(migration(params))
    assert.equal(callback_id, 'start')
    assert.deepEqual(blocks, [
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: '*couch2pg-move*\nMove couch2pg\nThe run gets a card in this channel.',
          verbatim: true,
        },
      },
      {
        type: 'input',
        block_id: 'source',
        label: { type: 'plain_text', text: 'source', emoji: false },
        optional: false,
        element: { type: 'plain_text_input', action_id: 'source' },
        hint: { type: 'plain_text', text: 'Host that holds the database now.', emoji: false },
      },
      {
        type: 'input',
        block_id: 'database',
        label: { type: 'plain_text', text: 'database', emoji: false },
        optional: true,
        element: { type: 'plain_text_input', initial_value: 'cht', action_id: 'database' },
      },
      {
        type: 'input',
        block_id: 'method',
        label: { type: 'plain_text', text: 'method', emoji: false },
        optional: true,
        element: {
          type: 'static_select',
          options: [choice('stream'), choice('physical')],
          initial_option: choice('stream'),
          action_id: 'method',
        },
      },
      {
        type: 'input',
        block_id: 'drop',
        label: { type: 'plain_text', text: 'drop', emoji: false },
        optional: true,
        element: { type: 'static_select', options: [choice('true'), choice('false')], action_id: 'drop' },
      },
    ])
  })

  it('asks for nothing when the migration takes nothing', () => {
    assert.deepEqual(
      startModal(migration(z.strictObject({}))).blocks.map(({ type }) => type),
      ['section'],
    )
  })

  it('gives a text field to what JSON cannot describe', () => {
    const host = z.string().transform((name) => name.trim())
    const { blocks } = startModal(migration(z.strictObject({ host })))
    assert.deepEqual(blocks[1]?.['element'], { type: 'plain_text_input', action_id: 'host' })
  })
})

function choice(value: string) {
  return { text: { type: 'plain_text', text: value, emoji: false }, value }
}
