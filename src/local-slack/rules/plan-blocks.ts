import { rowsAt } from '../fields.ts'
import { both, byType, list, rule, shape, text, word } from './checks.ts'
import { LIMITS } from './limits.ts'
import type { Check } from './problem.ts'
import { richText } from './rich-text.ts'

const blockId = { block_id: text(LIMITS.blockId) }
const link = shape({ url: text(LIMITS.url), text: text(LIMITS.fieldText) })

/** One card of a plan. */
export const taskCard: Check = shape(
  {
    task_id: text(LIMITS.blockId),
    title: text(LIMITS.fieldText),
    status: word('pending', 'in_progress', 'complete', 'error'),
  },
  { ...blockId, details: richText, output: richText, sources: list(link) },
)

const uniqueCards = rule((plan) => {
  const ids = rowsAt(plan, 'tasks').map((card) => card['task_id'])
  return new Set(ids).size < ids.length ? 'task_id must be unique within a plan' : undefined
})

/** The plan block: a title and its cards. */
export const plan: Check = both(
  shape(
    { title: text(LIMITS.fieldText) },
    { ...blockId, plan_id: text(LIMITS.blockId), tasks: list(byType({ task_card: taskCard }), LIMITS.planCards, 0) },
  ),
  uniqueCards,
)
