import { LogLevel, WebClient } from '@slack/web-api'
import type { Log } from '../model/ports.ts'
import { sdkLogger } from './sdk-logger.ts'

/** What it takes to talk to Slack's Web API. */
export interface ClientOptions {
  readonly botToken: string
  /** Ends in `/api/`; Slack's own when left out. */
  readonly apiUrl?: string | undefined
  readonly log: Log
}

const ANSWER_TIMEOUT_MS = 20_000

/**
 * A Web API client that never waits or repeats by itself: the SDK would stop every call of the process for one 429, and
 * would post a message twice when an answer gets lost.
 */
export function createSlackClient({ botToken, apiUrl, log }: ClientOptions): WebClient {
  return new WebClient(botToken, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    timeout: ANSWER_TIMEOUT_MS,
    logger: sdkLogger(log),
    logLevel: LogLevel.WARN,
  })
}
