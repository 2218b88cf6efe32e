import type { ApiCall, FaultControls } from '../../../src/local-slack/index.ts'

/** One way in which a call of Slack's Web API goes wrong. */
export interface Way {
  readonly make: (faults: FaultControls, method: string) => void
  readonly isSeen: (call: ApiCall) => boolean
}

const TWICE = { times: 2 }
/** Longer than the bot waits for an answer. */
const TOO_LATE_MS = 25_000

export const TOO_MANY: Way = {
  make: (faults, method) => faults.rateLimit(method, { ...TWICE, retryAfterSeconds: 1 }),
  isSeen: ({ status, answer }) => status === 429 && answer['error'] === 'ratelimited',
}

export const UNAVAILABLE: Way = {
  make: (faults, method) => faults.serverError(method, TWICE),
  isSeen: ({ status }) => status === 503,
}

export const INTERNAL_ERROR: Way = {
  make: (faults, method) => faults.slackError(method, 'internal_error'),
  isSeen: ({ answer }) => answer['error'] === 'internal_error',
}

export const ANSWER_LOST: Way = {
  make: (faults, method) => faults.dropResponse(method, TWICE),
  isSeen: ({ isDropped }) => isDropped === true,
}

export const ANSWERS_TOO_LATE: Way = {
  make: (faults, method) => faults.lateAnswer(method, { delayMs: TOO_LATE_MS }),
  isSeen: ({ delayMs = 0 }) => delayMs >= TOO_LATE_MS,
}
