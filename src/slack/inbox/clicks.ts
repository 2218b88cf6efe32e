import { liveStep, type Run } from '../../model/run.ts'
import { gateOf } from '../../model/step.ts'
import { decodeRef, type Ref } from '../ref.ts'
import { replyCard } from '../views/index.ts'
import { clickerOf } from './asker-of.ts'
import type { Asker, Desk } from './desk.ts'
import { openWindow } from './open-window.ts'
import type { ClickBody } from './payloads.ts'
import { commandFor, unknownButton, type Wish } from './person-command.ts'
import { sendAndSay } from './send-and-say.ts'
import { readVerb, type Verb } from './verb.ts'

const ALWAYS_ASK: readonly Verb[] = ['deny', 'hold', 'skip', 'rollback', 'abort', 'done', 'resolve']

/** Carries out a click on a button, or opens the window that asks for the rest. */
export async function answerClick(body: ClickBody, desk: Desk): Promise<void> {
  const action = body.actions[0]
  if (action?.type !== 'button' || action.url !== undefined) return
  const meant = readVerb(action.action_id)
  const ref = decodeRef(action.value)
  if (!meant || !ref) return unknownButton()
  if (meant.verb === 'details') return await details(ref, clickerOf(body), desk)
  const { step, attempt, revision, role } = ref
  const wish = { verb: meant.verb, role: meant.role ?? role, step, attempt, revision, inputs: {} }
  if (ALWAYS_ASK.includes(meant.verb)) return await openWindow(body, ref.run, wish, desk)
  await actOrAsk(body, ref, wish, desk)
}

async function actOrAsk(body: ClickBody, ref: Ref, wish: Wish, desk: Desk): Promise<void> {
  const run = await desk.runs.journal.get(ref.run)
  if (!run) return unknownButton()
  const asksCode = desk.runs.foreseeProof(run, body.user.id) !== undefined
  if (wish.verb === 'approve' && (asksCode || needsTyping(run))) return await openWindow(body, ref.run, wish, desk)
  const person = await desk.people.person(body.user.id)
  await sendAndSay(run, commandFor(wish, run, person), clickerOf(body), desk)
}

/** What cannot be undone, or has to be typed, is asked for once more in a window. */
function needsTyping(run: Run): boolean {
  const step = liveStep(run)
  return step !== undefined && (step.kind === 'destructive' || gateOf(step)?.typeToConfirm !== undefined)
}

async function details(ref: Ref, asker: Asker, desk: Desk): Promise<void> {
  const { userId } = asker
  const run = await desk.runs.journal.get(ref.run)
  if (!run) return unknownButton()
  const line = { subcommand: 'status', words: [run.id], options: {} }
  const given = await desk.answer(line, { userId, channel: asker.channel ?? run.channel, via: 'command' })
  await desk.talk.whisper(asker, replyCard(given))
}
