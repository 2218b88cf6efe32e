import { unmentioned } from './unmentioned.ts'

/**
 * The only error whose text reaches a person: what happened, where, what it means, what to do next.
 * `code` is for programs (tests, exit codes); nothing ever branches on the text.
 */
export class UserError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'UserError'
    this.code = code
  }
}

/** Says no to a person: the rule, who could, the next command. */
export function refuse(code: string, sentence: string): never {
  throw new UserError(code, sentence)
}

/** Somebody's words without the full stop at their end, to stand inside a sentence. They call nobody. */
export function bare(words: string): string {
  return unmentioned(words.trim().replace(/\.+$/, ''))
}

/** Enough of what was typed to know it again. */
export function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
