import { byType, flag, shape, text } from './checks.ts'
import type { Check } from './problem.ts'

/** Text without formatting. */
export const plainText = (max: number): Check => byType({ plain_text: shape({ text: text(max) }, { emoji: flag }) })

/** Text with mrkdwn formatting. */
export const mrkdwn = (max: number): Check => byType({ mrkdwn: shape({ text: text(max) }, { verbatim: flag }) })

/** Text of either kind. */
export const anyText = (max: number): Check =>
  byType({
    plain_text: shape({ text: text(max) }, { emoji: flag }),
    mrkdwn: shape({ text: text(max) }, { verbatim: flag }),
  })
