import { eachMethod } from './each-method.ts'

const TWICE = { times: 2 }
/** Longer than the bot waits for an answer. */
const TOO_LATE_MS = 25_000

/** What Slack may answer to any call, or fail to. */
export const callCells = [
  eachMethod(
    {
      name: 'slack-429',
      fault: 'each Web API method answers 429 with Retry-After, twice',
      should: 'waits as long, then goes on; nothing twice',
    },
    {
      make: (faults, method) => faults.rateLimit(method, { ...TWICE, retryAfterSeconds: 1 }),
      isSeen: ({ status, answer }) => status === 429 && answer['error'] === 'ratelimited',
    },
  ),
  eachMethod(
    {
      name: 'slack-5xx',
      fault: 'each Web API method answers 503, twice',
      should: 'tries again; nothing twice',
    },
    { make: (faults, method) => faults.serverError(method, TWICE), isSeen: ({ status }) => status === 503 },
  ),
  eachMethod(
    {
      name: 'slack-internal-error',
      fault: 'each Web API method answers ok: false with internal_error',
      should: 'tries again; nothing twice',
    },
    {
      make: (faults, method) => faults.slackError(method, 'internal_error'),
      isSeen: ({ answer }) => answer['error'] === 'internal_error',
    },
  ),
  eachMethod(
    {
      name: 'slack-dropped-response',
      fault: 'each Web API method is carried out and its answer is lost, twice',
      should: 'found again, not posted again',
    },
    { make: (faults, method) => faults.dropResponse(method, TWICE), isSeen: ({ isDropped }) => isDropped === true },
  ),
  eachMethod(
    {
      name: 'slack-timeout',
      fault: 'each Web API method is carried out and answers after the bot gave up',
      should: 'found again, not posted again',
    },
    {
      make: (faults, method) => faults.lateAnswer(method, { delayMs: TOO_LATE_MS }),
      isSeen: ({ delayMs }) => delayMs !== undefined,
    },
  ),
]
