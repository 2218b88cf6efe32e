import { refuseSecrets } from '../typed/refuse-secrets.ts'
import { submitterOf } from './asker-of.ts'
import type { Desk } from './desk.ts'
import { inputsOf, type SubmissionBody } from './payloads.ts'
import { commandFor, unknownButton } from './person-command.ts'
import { sendAndSay } from './send-and-say.ts'
import { submitStart } from './start-window.ts'
import { readVerb } from './verb.ts'
import { decodeWindow } from './window-ref.ts'

const NEED_REASON = ['deny', 'hold', 'skip', 'rollback', 'abort', 'resolve']

/** Sentences for the inputs that are wrong, by block_id; known without asking anybody, so that the window stays open. */
export function wrongInputs(body: SubmissionBody): Readonly<Record<string, string>> {
  const { callback_id: verb, private_metadata: metadata } = body.view
  const inputs = inputsOf(body)
  const confirm = decodeWindow(metadata)?.confirm
  return {
    ...(NEED_REASON.includes(verb) && !inputs['reason']?.trim() && { reason: 'Say why; it stays in the record.' }),
    ...(verb === 'resolve' && inputs['outcome'] === undefined && { outcome: 'Choose what you saw on the host.' }),
    ...(inputs['code'] !== undefined &&
      !isCode(inputs['code']) && { code: 'Six digits, as your authenticator app shows them.' }),
    ...(confirm !== undefined && inputs['confirm']?.trim() !== confirm && { confirm: `Type ${confirm} exactly.` }),
  }
}

/** Some apps show a space in the middle. */
function isCode(typed: string): boolean {
  return /^\d{6}$/.test(typed.replaceAll(/\s/g, ''))
}

/** Carries out what a window was filled in for. */
export async function answerSubmission(body: SubmissionBody, desk: Desk): Promise<void> {
  const { callback_id: callbackId, private_metadata: metadata } = body.view
  refuseSecrets([], inputsOf(body))
  if (callbackId === 'start') return await submitStart(body, desk)
  const verb = readVerb(callbackId)?.verb
  const ref = decodeWindow(metadata)
  const run = ref && (await desk.runs.journal.get(ref.run))
  if (!verb || verb === 'details' || !ref || !run) return unknownButton()
  const person = await desk.people.person(body.user.id)
  const { role, step, attempt, revision } = ref
  const { code, ...inputs } = inputsOf(body)
  const wish = { verb, role, step, attempt, revision, inputs }
  await sendAndSay(run, commandFor(wish, run, person), submitterOf(body), desk, code)
}
