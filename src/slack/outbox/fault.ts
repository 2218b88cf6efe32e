import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'

/** What an answer of Slack means for the call that got it. */
export type Fault =
  /** Slack was too busy and did nothing: the same call may go out again after this long. */
  | { readonly is: 'busy'; readonly waitMs: number }
  /** No answer, or one that says nothing: the call may have been carried out. */
  | { readonly is: 'unknown'; readonly code: string }
  /** The message that should be edited cannot be: it was deleted, or Slack locked it. */
  | { readonly is: 'gone'; readonly code: string }
  /** The blocks do not fit; the text alone will. */
  | { readonly is: 'unfit'; readonly code: string; readonly messages: readonly string[] }
  /** Nobody lets the bot write there. */
  | { readonly is: 'closed'; readonly code: string }
  /** Anything else: trying again would end the same way. */
  | { readonly is: 'refused'; readonly code: string }

const GONE = ['message_not_found', 'cant_update_message', 'edit_window_closed', 'is_inactive', 'block_mismatch']
const UNFIT = ['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long']
const CLOSED = [
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
]
const BUSY = ['ratelimited', 'rate_limited', 'message_limit_exceeded', 'streaming_state_conflict']
const PASSING = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'team_added_to_org']
const LOCKED_OUT = ['not_authed', 'invalid_auth', 'account_inactive', 'token_revoked', 'token_expired']

/** Whether Slack refuses the bot itself, so that nothing can be posted until somebody gives it another token. */
export function isLockedOut(code: string): boolean {
  return LOCKED_OUT.includes(code)
}

/** Reads an error of Slack's SDK. Names of errors: https://docs.slack.dev/reference/methods/chat.update */
export function faultOf(error: unknown): Fault {
  if (error instanceof WebAPIRateLimitedError) return { is: 'busy', waitMs: error.retryAfter * 1000 }
  if (error instanceof WebAPIPlatformError) return platformFault(error)
  if (error instanceof WebAPIHTTPError) return { is: 'unknown', code: `HTTP ${error.statusCode}` }
  if (error instanceof WebAPIRequestError) return { is: 'unknown', code: error.original.message }
  return { is: 'unknown', code: error instanceof Error ? error.message : String(error) }
}

/** The error code of Slack's answer, when it answered. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined
}

function platformFault({ data }: WebAPIPlatformError): Fault {
  const code = data.error
  if (BUSY.includes(code)) return { is: 'busy', waitMs: 3_000 }
  if (PASSING.includes(code) || isLockedOut(code)) return { is: 'unknown', code }
  if (GONE.includes(code)) return { is: 'gone', code }
  if (UNFIT.includes(code)) return { is: 'unfit', code, messages: data.response_metadata?.messages ?? [] }
  return { is: CLOSED.includes(code) ? 'closed' : 'refused', code }
}
