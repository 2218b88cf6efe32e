import { z } from 'zod'
import { parseJson } from '../fields.ts'
import { newsForPage, workspaceForPage } from '../page-view.ts'
import { type Actor, createActor } from '../people/actor.ts'
import { InputRefused } from '../people/input-errors.ts'
import { readBytes } from './read-body.ts'
import { replyJson } from './reply.ts'
import type { Route } from './route.ts'

const chosen = z.union([z.string(), z.array(z.string())])
const act = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('command'), as: z.string(), channel: z.string(), text: z.string() }),
  z.strictObject({
    do: z.literal('say'),
    as: z.string(),
    channel: z.string(),
    text: z.string(),
    threadTs: z.string().default(''),
  }),
  z.strictObject({
    do: z.literal('click'),
    as: z.string(),
    where: z.union([z.object({ channel: z.string(), ts: z.string() }), z.object({ viewId: z.string() })]),
    actionId: z.string(),
    options: z.strictObject({
      blockId: z.string(),
      value: z.string().optional(),
      option: chosen.optional(),
      values: z.record(z.string(), chosen).optional(),
    }),
  }),
  z.strictObject({ do: z.literal('submit'), as: z.string(), viewId: z.string(), values: z.record(z.string(), chosen) }),
  z.strictObject({ do: z.literal('close'), as: z.string(), viewId: z.string() }),
  z.strictObject({ do: z.literal('home'), as: z.string() }),
  z.strictObject({ do: z.literal('invite'), as: z.string(), channel: z.string() }),
])
type Act = z.infer<typeof act>

const present = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined))

const perform = async (actor: Actor, what: Act): Promise<unknown> => {
  switch (what.do) {
    case 'command':
      return actor.command(what.channel, what.text)
    case 'say':
      return actor.say(what.channel, what.text, what.threadTs)
    case 'click':
      return actor.click(what.where, what.actionId, present(what.options))
    case 'submit':
      return actor.submit(what.viewId, what.values)
    case 'close':
      return actor.closeView(what.viewId)
    case 'home':
      return actor.openHome()
    case 'invite':
      return actor.invite(what.channel)
  }
}

/** `/_page/act`: what a person does on the page. A refused modal is an answer, not a failure. */
export const actRoute: Route = async ({ state, request, response }) => {
  const parsed = act.safeParse(parseJson((await readBytes(request)).toString()))
  if (!parsed.success) return replyJson(response, { ok: false, error: z.prettifyError(parsed.error) }, 400)
  try {
    await perform(createActor(state, parsed.data.as), parsed.data)
    replyJson(response, { ok: true })
  } catch (error) {
    if (error instanceof InputRefused) return replyJson(response, { ok: true, errors: error.errors })
    replyJson(response, { ok: false, error: error instanceof Error ? error.message : String(error) })
  }
}

/** `/_page/workspace`: who and what there is. */
export const workspaceRoute: Route = ({ state, response }) => replyJson(response, workspaceForPage(state))

/** `/_page/news?as=U…`: a stream of what the person has not seen yet, the first time everything. */
export const newsRoute: Route = ({ state, request, response, url }) => {
  const user = url.searchParams.get('as') ?? ''
  let seen = -1
  let isPlanned = false
  const send = () => {
    isPlanned = false
    const news = newsForPage(state, user, seen)
    seen = state.workspace.changes.revision
    response.write(`data: ${JSON.stringify(news)}\n\n`)
  }
  // Several changes in one turn of the event loop travel together.
  const plan = () => {
    if (isPlanned) return
    isPlanned = true
    setImmediate(send)
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  const unlisten = state.workspace.changes.listen(plan)
  request.on('close', unlisten)
  send()
}
