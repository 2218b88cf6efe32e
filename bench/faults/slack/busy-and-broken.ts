import { eachMethod } from './each-method.ts'
import { ANSWER_LOST, ANSWERS_TOO_LATE, INTERNAL_ERROR, TOO_MANY, UNAVAILABLE } from './ways.ts'

/** What Slack may answer to any call, or fail to. */
export const callCells = [
  eachMethod(
    {
      name: 'slack-429',
      fault: 'each Web API method answers 429 with Retry-After, twice',
      should: 'waits as long, then goes on; nothing twice',
    },
    TOO_MANY,
  ),
  eachMethod(
    {
      name: 'slack-5xx',
      fault: 'each Web API method answers 503, twice',
      should: 'tries again; nothing twice',
    },
    UNAVAILABLE,
  ),
  eachMethod(
    {
      name: 'slack-internal-error',
      fault: 'each Web API method answers ok: false with internal_error',
      should: 'tries again; nothing twice',
    },
    INTERNAL_ERROR,
  ),
  eachMethod(
    {
      name: 'slack-dropped-response',
      fault: 'each Web API method is carried out and its answer is lost, twice',
      should: 'found again, not posted again',
    },
    ANSWER_LOST,
  ),
  eachMethod(
    {
      name: 'slack-timeout',
      fault: 'each Web API method is carried out and answers after the bot gave up',
      should: 'found again, not posted again',
    },
    ANSWERS_TOO_LATE,
  ),
]
