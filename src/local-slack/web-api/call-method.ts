import type { Fields } from '../fields.ts'
import type { ServerState } from '../server-state.ts'
import type { Method, Methods } from './method.ts'
import { appMethods } from './methods/app-methods.ts'
import { chatMethods } from './methods/chat-methods.ts'
import { conversationsMethods } from './methods/conversations-methods.ts'
import { filesMethods } from './methods/files-methods.ts'
import { marksMethods } from './methods/marks-methods.ts'
import { peopleMethods } from './methods/people-methods.ts'
import { viewsMethods } from './methods/views-methods.ts'
import { SlackError } from './slack-error.ts'

const methods: Methods = {
  ...appMethods,
  ...chatMethods,
  ...conversationsMethods,
  ...filesMethods,
  ...marksMethods,
  ...peopleMethods,
  ...viewsMethods,
}

const checkToken = (state: ServerState, method: Method, token: string): void => {
  if (method.token === 'none') return
  if (token === '') throw new SlackError('not_authed')
  if (token !== state.botToken && token !== state.appToken) throw new SlackError('invalid_auth')
  const wanted = method.token === 'bot' ? state.botToken : state.appToken
  if (token !== wanted) throw new SlackError('not_allowed_token_type')
}

const checkScope = (state: ServerState, method: Method, args: Fields): void => {
  const needed = typeof method.scope === 'function' ? method.scope(state, args) : method.scope
  if (needed === undefined || state.scopes.includes(needed)) return
  throw new SlackError('missing_scope', { needed, provided: state.scopes.join(',') })
}

/** Carries out a Web API method and gives Slack's answer, `ok` included. */
export const callMethod = (state: ServerState, name: string, args: Fields, token: string): Fields => {
  try {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined
    if (!method) throw new SlackError('unknown_method', { req_method: name })
    checkToken(state, method, token)
    checkScope(state, method, args)
    return { ok: true, ...method.run(state, args) }
  } catch (error) {
    if (error instanceof SlackError) return { ok: false, error: error.code, ...error.extra }
    throw error
  }
}
