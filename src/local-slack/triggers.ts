import { makeSecret } from './identifiers.ts'
import { LIMITS } from './rules/limits.ts'

/** Hands out trigger ids: each opens one view, within three seconds. */
export interface Triggers {
  make(user: string, viewId?: string): string
  /** Uses the trigger up; the answer is who acted, or the error Slack gives. */
  exchange(triggerId: string): { user: string; viewId?: string } | { error: string }
  /** From here on triggers are expired when they are made, until told otherwise. */
  expireAtOnce(on: boolean): void
}

interface Trigger {
  user: string
  viewId?: string
  endsMs: number
  isUsed: boolean
}

/** Starts with no triggers. */
export const createTriggers = (nowMs: () => number = Date.now): Triggers => {
  const triggers = new Map<string, Trigger>()
  let lifeMs: number = LIMITS.triggerLifeMs
  return {
    make(user, viewId) {
      const id = `${nowMs()}.${triggers.size + 1}.${makeSecret()}`
      triggers.set(id, { user, ...(viewId ? { viewId } : {}), endsMs: nowMs() + lifeMs, isUsed: false })
      return id
    },
    exchange(triggerId) {
      const trigger = triggers.get(triggerId)
      if (!trigger) return { error: 'invalid_trigger_id' }
      if (trigger.isUsed) return { error: 'exchanged_trigger_id' }
      if (nowMs() >= trigger.endsMs) return { error: 'expired_trigger_id' }
      trigger.isUsed = true
      return trigger
    },
    expireAtOnce(on) {
      lifeMs = on ? 0 : LIMITS.triggerLifeMs
    },
  }
}
