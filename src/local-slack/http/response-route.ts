import { respond } from '../respond.ts'
import { SlackError } from '../web-api/slack-error.ts'
import { readArguments } from './read-body.ts'
import { replyJson, replyText } from './reply.ts'
import type { Route } from './route.ts'

/** `/response/<key>`: response urls of commands and clicks. */
export const responseRoute: Route = async ({ state, request, response, url, rest }) => {
  const args = await readArguments(request, url)
  const about = state.responseUrls.use(rest)
  if (!about) return replyJson(response, { ok: false, error: 'expired_url' }, 404)
  try {
    respond(state, about, args)
    replyText(response, 'ok')
  } catch (error) {
    if (!(error instanceof SlackError)) throw error
    replyJson(response, { ok: false, error: error.code, ...error.extra }, 400)
  }
}
