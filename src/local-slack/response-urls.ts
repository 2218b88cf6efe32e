import { makeSecret } from './identifiers.ts'
import { LIMITS } from './rules/limits.ts'

/** What a response_url was given out for. */
export interface ResponseTarget {
  user: string
  channel: string
  threadTs?: string
  /** The message whose button was clicked; absent for a command. */
  messageTs?: string
}

/** Hands out response urls: five uses in thirty minutes. */
export interface ResponseUrls {
  make(about: ResponseTarget): string
  /** Uses the url once; undefined when it is unknown, used up or too old. */
  use(key: string): ResponseTarget | undefined
  /** From here on urls are expired when they are made, until told otherwise. */
  expireAtOnce(on: boolean): void
}

/** `base` is the address of the server, with a slash at the end. */
export const createResponseUrls = (base: () => string, nowMs: () => number = Date.now): ResponseUrls => {
  let lifeMs: number = LIMITS.responseUrlLifeMs
  const open = new Map<string, { about: ResponseTarget; usesLeft: number; endsMs: number }>()
  return {
    make(about) {
      const key = makeSecret()
      open.set(key, { about, usesLeft: LIMITS.responseUrlUses, endsMs: nowMs() + lifeMs })
      return `${base()}response/${key}`
    },
    use(key) {
      const entry = open.get(key)
      if (!entry || entry.usesLeft === 0 || nowMs() >= entry.endsMs) return undefined
      entry.usesLeft -= 1
      return entry.about
    },
    expireAtOnce(on) {
      lifeMs = on ? 0 : LIMITS.responseUrlLifeMs
    },
  }
}
