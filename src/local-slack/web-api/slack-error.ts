import type { Fields } from '../fields.ts'
import { type Problem, problemLine } from '../rules/problem.ts'

/** A refusal in Slack's words: the error code, and what else the answer says. */
export class SlackError extends Error {
  override readonly name = 'SlackError'
  readonly code: string
  readonly extra: Fields

  constructor(code: string, extra: Fields = {}) {
    super(code)
    this.code = code
    this.extra = extra
  }
}

/** A refusal that lists what is wrong, place by place. */
export const refusalOf = (code: string, problems: Problem[]): SlackError =>
  new SlackError(code, {
    errors: problems.map((problem) => `${problem.message} [json-pointer:${problem.pointer}]`),
    response_metadata: { messages: problems.map(problemLine) },
  })
