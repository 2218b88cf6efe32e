import { z } from 'zod'
import type { Migration } from '../../model/migration.ts'
import type { Ref } from '../ref.ts'
import { plain, section } from './block.ts'
import type { Block, Modal } from './card.ts'
import { clamp } from './clamp.ts'
import { field, modal } from './modal.ts'
import { bold, md } from './mrkdwn.ts'

const Param = z.looseObject({
  type: z.string().optional(),
  description: z.string().optional(),
  enum: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
})
const Form = z.looseObject({
  properties: z.record(z.string(), Param).default({}),
  required: z.array(z.string()).default([]),
})

const FIELDS_MAX = 90
const INPUT_MAX = 3000

type Param = z.infer<typeof Param>

const WORDS = {
  start: { title: 'Start a migration', submit: 'Start', meaning: 'The run gets a card in this channel.' },
  rehearse: {
    title: 'Rehearse a migration',
    submit: 'Rehearse',
    meaning: '*REHEARSAL:* nothing of production is changed. The run gets a card in this channel.',
  },
}

/** The form to start or rehearse a migration, made from its schema: a field for each param, filled with its default. */
export function startModal(
  migration: Migration,
  ref: Ref = { run: migration.name, card: 'start' },
  subcommand: keyof typeof WORDS = 'start',
): Modal {
  const { title, submit, meaning } = WORDS[subcommand]
  const { properties, required } = formOf(migration)
  return modal({
    verb: 'start',
    ref,
    title,
    submit,
    blocks: [
      section(md`${bold(migration.name)}\n${migration.summary}\n${{ md: meaning }}`),
      ...Object.entries(properties)
        .slice(0, FIELDS_MAX)
        .map(([name, param]) => paramField(name, param, required.includes(name))),
    ],
  })
}

/** Params that JSON Schema cannot describe become text fields; the schema itself judges what was typed. */
function formOf({ schema }: Migration): z.infer<typeof Form> {
  const form = Form.safeParse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
  return form.success ? form.data : { properties: {}, required: [] }
}

function paramField(name: string, param: Param, required: boolean): Block {
  const choices = param.type === 'boolean' ? [true, false] : param.enum
  const element = choices && isSelectable(choices.map(String)) ? choice(choices.map(String), param) : text(param)
  return field({ name, label: name, hint: param.description, optional: !required, element })
}

/** Slack takes at most 100 options, of at most 75 characters. */
function isSelectable(values: readonly string[]): boolean {
  return values.length <= 100 && values.every((value) => value !== '' && value.length <= 75)
}

function choice(values: readonly string[], param: Param): Block {
  const options = values.map((value) => ({ text: plain(value, 75), value }))
  const initial = options.find(({ value }) => value === String(param.default))
  return { type: 'static_select', options, ...(initial && { initial_option: initial }) }
}

function text(param: Param): Block {
  const initial = param.default === undefined ? {} : { initial_value: clamp(String(param.default), INPUT_MAX) }
  return { type: 'plain_text_input', ...initial }
}
