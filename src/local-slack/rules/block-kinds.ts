import { anything, both, byType, flag, list, rule, shape, text, word } from './checks.ts'
import { accessory, actionsElement, button, contextElement, imageElement, inputElement } from './elements.ts'
import { LIMITS } from './limits.ts'
import { plan, taskCard } from './plan-blocks.ts'
import type { Check } from './problem.ts'
import { richText } from './rich-text.ts'
import { dataTable, table } from './table-blocks.ts'
import { anyText, mrkdwn, plainText } from './text-objects.ts'

/** Where blocks can be shown. */
export type Surface = 'message' | 'modal' | 'home'

interface Kind {
  surfaces: Surface[]
  check: Check
}

const everywhere: Surface[] = ['message', 'modal', 'home']
const blockId = { block_id: text(LIMITS.blockId) }

const section = both(
  shape(
    {},
    {
      ...blockId,
      text: anyText(LIMITS.sectionText),
      fields: list(anyText(LIMITS.fieldText), LIMITS.sectionFields),
      accessory,
      expand: flag,
    },
  ),
  rule((block) =>
    block['text'] === undefined && block['fields'] === undefined ? 'must provide text or fields' : undefined,
  ),
)

const image = both(
  shape(
    { alt_text: text(LIMITS.imageAlt) },
    { ...blockId, title: plainText(LIMITS.imageTitle), image_url: text(LIMITS.url), slack_file: anything },
  ),
  rule((block) =>
    (block['image_url'] === undefined) === (block['slack_file'] === undefined)
      ? 'must provide exactly one of image_url and slack_file'
      : undefined,
  ),
)

const input = shape(
  { label: plainText(LIMITS.inputLabel), element: inputElement },
  { ...blockId, hint: plainText(LIMITS.inputHint), optional: flag, dispatch_action: flag },
)

const card = both(
  shape(
    {},
    {
      ...blockId,
      hero_image: imageElement,
      icon: imageElement,
      title: mrkdwn(LIMITS.cardTitle),
      subtitle: mrkdwn(LIMITS.cardSubtitle),
      body: mrkdwn(LIMITS.cardBody),
      actions: list(byType({ button }), LIMITS.cardButtons),
    },
  ),
  rule((block) =>
    ['hero_image', 'title', 'body', 'actions'].every((key) => block[key] === undefined)
      ? 'must provide at least one of hero_image, title, body and actions'
      : undefined,
  ),
)

const alert = shape(
  { text: anyText(LIMITS.alertText) },
  { ...blockId, level: word('default', 'info', 'warning', 'error', 'success') },
)

const basic: Record<string, Check> = {
  header: shape({ text: plainText(LIMITS.headerText) }, { ...blockId, level: anything }),
  section,
  context: shape({ elements: list(contextElement, LIMITS.contextElements) }, blockId),
  actions: shape({ elements: list(actionsElement, LIMITS.actionsElements) }, blockId),
  divider: shape({}, blockId),
  image,
  file: shape({ external_id: text(255), source: word('remote') }, blockId),
  video: anything,
  rich_text: richText,
}

const container = shape(
  { child_blocks: list(byType({ ...basic, input, table }), LIMITS.containerBlocks) },
  {
    ...blockId,
    title: plainText(LIMITS.containerTitle),
    rich_text_title: richText,
    subtitle: anyText(LIMITS.containerTitle),
    width: word('narrow', 'standard', 'wide', 'full'),
    icon: imageElement,
    is_collapsible: flag,
    default_collapsed: flag,
    has_header_divider: flag,
  },
)

const chart = shape({ title: text(LIMITS.chartTitle), chart: anything }, blockId)

const kinds: Record<string, Kind> = {
  ...Object.fromEntries(Object.entries(basic).map(([name, check]) => [name, { surfaces: everywhere, check }])),
  input: { surfaces: ['modal', 'home'], check: input },
  markdown: { surfaces: ['message'], check: shape({ text: text(Number.POSITIVE_INFINITY) }, blockId) },
  table: { surfaces: ['message', 'home'], check: table },
  data_table: { surfaces: ['message', 'home'], check: dataTable },
  data_visualization: { surfaces: ['message', 'home'], check: chart },
  card: { surfaces: everywhere, check: card },
  carousel: {
    surfaces: ['message', 'home'],
    check: shape({ elements: list(byType({ card }), LIMITS.carouselCards) }, blockId),
  },
  container: { surfaces: everywhere, check: container },
  alert: { surfaces: ['modal'], check: alert },
  plan: { surfaces: ['message'], check: plan },
  task_card: { surfaces: ['message'], check: taskCard },
  context_actions: {
    surfaces: ['message'],
    check: shape({ elements: list(anything, LIMITS.contextActionsElements) }, blockId),
  },
}

/** The check of one block on a surface; a block that cannot be shown there is an unsupported type. */
export const blockOn = (surface: Surface): Check =>
  byType(
    Object.fromEntries(
      Object.entries(kinds)
        .filter(([, kind]) => kind.surfaces.includes(surface))
        .map(([name, kind]) => [name, kind.check]),
    ),
  )
