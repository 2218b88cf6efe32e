import type { OutgoingHttpHeaders } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { CallFault } from '../faults.ts'
import { type Fields, textAt } from '../fields.ts'
import type { ServerState } from '../server-state.ts'
import { nestedAt } from '../web-api/arguments.ts'
import { callMethod } from '../web-api/call-method.ts'
import { createPostBudget, type PostBudget } from '../web-api/post-budget.ts'
import { readArguments } from './read-body.ts'
import { replyJson } from './reply.ts'
import type { Exchange, Route } from './route.ts'

const bearer = (exchange: Exchange, args: Fields): string =>
  (exchange.request.headers.authorization ?? '').replace(/^Bearer /i, '') || (textAt(args, 'token') ?? '')

interface Answer {
  status: number
  body: Fields
  headers: OutgoingHttpHeaders
  isDropped: boolean
  delayMs?: number
}

const rateLimited = (seconds: number): Answer => ({
  status: 429,
  body: { ok: false, error: 'ratelimited' },
  headers: { 'retry-after': String(seconds) },
  isDropped: false,
})

const refused = (error: string): Answer => ({ status: 200, body: { ok: false, error }, headers: {}, isDropped: false })

const hasBlocks = (args: Fields): boolean => {
  const blocks = nestedAt(args, 'blocks', 'invalid_blocks_format')
  return Array.isArray(blocks) && blocks.length > 0
}

const overBudget = (state: ServerState, budget: PostBudget, method: string, args: Fields): number | undefined =>
  state.options.rateLimits && method === 'chat.postMessage' ? budget.spend(textAt(args, 'channel') ?? '') : undefined

const answerFault = (fault: CallFault | undefined): Answer | undefined => {
  if (fault?.kind === 'rate-limit') return rateLimited(fault.retryAfterSeconds)
  if (fault?.kind === 'server-error') {
    return { status: fault.status, body: { ok: false, error: 'internal_error' }, headers: {}, isDropped: false }
  }
  if (fault?.kind === 'slack-error') return refused(fault.error)
  return undefined
}

const answerOf = (state: ServerState, budget: PostBudget, method: string, args: Fields, token: string): Answer => {
  if (token === state.botToken && state.faults.isTokenRevoked()) return refused('token_revoked')
  if (state.faults.isRefusingBlocks() && hasBlocks(args)) return refused('invalid_blocks')
  const fault = state.faults.takeCall(method)
  const broken = answerFault(fault)
  if (broken) return broken
  const seconds = overBudget(state, budget, method, args)
  if (seconds !== undefined) return rateLimited(seconds)
  const body = callMethod(state, method, args, token)
  const headers = { 'x-oauth-scopes': state.scopes.join(','), 'x-slack-req-id': `local-${state.calls.length + 1}` }
  const delay = fault?.kind === 'late-answer' ? { delayMs: fault.delayMs } : {}
  return { status: 200, body, headers, isDropped: fault?.kind === 'drop-response', ...delay }
}

const record = (state: ServerState, method: string, args: Fields, answer: Answer): void => {
  const { token: _token, ...rest } = args
  state.calls.push({
    method,
    args: rest,
    at: new Date().toISOString(),
    status: answer.status,
    answer: answer.body,
    ...(answer.isDropped ? { isDropped: true } : {}),
    ...(answer.delayMs === undefined ? {} : { delayMs: answer.delayMs }),
  })
  state.workspace.changes.tell()
}

/** `/api/<method>`: the Web API. */
export const createApiRoute = (): Route => {
  const budget = createPostBudget()
  return async (exchange) => {
    const { state, request, response, url, rest } = exchange
    const args = await readArguments(request, url)
    if (rest === 'apps.connections.open' && state.faults.isRefusingConnections()) {
      request.socket.destroy()
      return
    }
    const answer = answerOf(state, budget, rest, args, bearer(exchange, args))
    record(state, rest, args, answer)
    if (answer.delayMs !== undefined) await wait(answer.delayMs, undefined, { ref: false })
    if (answer.isDropped) request.socket.destroy()
    else replyJson(response, answer.body, answer.status, answer.headers)
  }
}
