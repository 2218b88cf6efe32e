import type { Evidence } from '../../model/check.ts'
import type { Gate, Run } from '../../model/run.ts'
import { gateOf, type Step } from '../../model/step.ts'
import { context, fixedWidth, plain, section } from './block.ts'
import type { Block, Modal } from './card.ts'
import { evidenceLine, measuredAt, worstFirst } from './evidence.ts'
import { gateKey } from './gate-card.ts'
import { commandBlocks, consequences, destroysText, gatedStep, questionText } from './gate-question.ts'
import { field, modal, reasonField } from './modal.ts'
import { code, lines, md } from './mrkdwn.ts'
import { tableText } from './table.ts'

const CHECKS_MAX = 10
const TABLE_MAX = 2000

/** The last look before an approval: what happens, the evidence again, the name to type, and room for a reason. */
export function approveModal(run: Run, gate: Gate, role: string, asksCode = false): Modal {
  const step = gatedStep(run, gate)
  const sorted = worstFirst(gate.evidence)
  return modal({
    verb: 'approve',
    ref: { run: run.id, step: gate.step, revision: gate.revision, role, card: gateKey(run, gate) },
    title: 'Approve',
    submit: 'Approve',
    blocks: [
      section(md`*${questionText(step, gate.step)}* for ${code(run.id)}, as ${role}`),
      step && warning(step),
      step && section(consequences(run, step)),
      ...(step ? commandBlocks(run, step) : []),
      section(lines(...sorted.slice(0, CHECKS_MAX).map(evidenceLine), measuredAt(sorted))),
      ...firstTable(sorted),
      step && confirmField(step),
      asksCode ? codeField() : undefined,
      reasonField('Reason', 'Stays in the record. May be left empty.', true),
      context(md`You decide on revision ${gate.revision}, digest ${code(gate.digest.slice(0, 12))}.`),
    ],
  })
}

function warning(step: Step): Block | undefined {
  const text = destroysText(step)
  return text === undefined ? undefined : { type: 'alert', level: 'warning', text: plain(text, 200) }
}

function confirmField(step: Step): Block | undefined {
  const name = gateOf(step)?.typeToConfirm
  if (name === undefined) return undefined
  const element = { type: 'plain_text_input', max_length: 200 }
  return field({ name: 'confirm', label: `Type ${name} to confirm`, hint: 'Exactly as it is written.', element })
}

function codeField(): Block {
  // Some apps show a space in the middle.
  const element = { type: 'plain_text_input', min_length: 6, max_length: 7 }
  const hint = 'The six digits that your authenticator app shows right now. Each counts once.'
  return field({ name: 'code', label: 'Step-up code', hint, element })
}

function firstTable(evidence: readonly Evidence[]): readonly Block[] {
  const table = evidence.find((one) => (one.table?.rows.length ?? 0) > 1)?.table
  return table ? fixedWidth(tableText(table, TABLE_MAX)) : []
}
