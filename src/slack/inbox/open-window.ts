import { setTimeout as wait } from 'node:timers/promises'
import { decideForPerson } from '../../model/decide-person.ts'
import { liveStep, progressOf, type Run } from '../../model/run.ts'
import { gateOf } from '../../model/step.ts'
import { UserError } from '../../model/user-error.ts'
import { loadingModal, type Modal } from '../views/index.ts'
import { clickerOf } from './asker-of.ts'
import type { Desk } from './desk.ts'
import { sentenceFor } from './inbox.ts'
import { messageModal } from './message-modal.ts'
import type { ClickBody } from './payloads.ts'
import { commandFor, type Steer, unknownButton, type Wish } from './person-command.ts'
import { windowFor } from './window-for.ts'
import { encodeWindow } from './window-ref.ts'

const PATIENCE_MS = 600

/**
 * Opens the window that asks for the rest of a wish. Slack gives three seconds to open one, so a slow look-up shows a
 * waiting window first. Somebody who may not do it is told so at once instead of after typing.
 */
export async function openWindow(body: ClickBody, runId: string, wish: Wish, desk: Desk): Promise<void> {
  const making = makeWindow(body, runId, wish, desk)
  const quick = await Promise.race([making, wait(PATIENCE_MS)])
  if (quick) return void (await open(body.trigger_id, quick, runId, wish, desk))
  const waiting = loadingModal({ run: runId, step: wish.step, card: 'window' })
  const viewId = await open(body.trigger_id, waiting, runId, wish, desk)
  const view = await making.catch((error) => messageModal(sentenceFor(error, desk.log)))
  // Whoever has closed the waiting window wants no other, but hears a refusal all the same.
  if (!(await desk.talk.update(viewId, view))) await making
}

async function makeWindow(body: ClickBody, runId: string, wish: Wish, desk: Desk): Promise<Modal> {
  const [run, person] = await Promise.all([desk.runs.journal.get(runId), desk.people.person(body.user.id)])
  if (!run) return unknownButton()
  const command = desk.runs.ruled(run, commandFor({ ...wish, inputs: assumed(run) }, run, person))
  const proof = command.type === 'approve' ? desk.runs.foreseeProof(run, person.id) : undefined
  await lookAhead(run, command.type === 'approve' ? { ...command, proof } : command, desk)
  const role = 'role' in command ? command.role : undefined
  const { channel, threadTs } = clickerOf(body)
  const { revision } = wish
  const { step = wish.step, attempt } = revision === undefined ? attemptOf(run) : {}
  const confirm = wish.verb === 'approve' ? nameToType(run) : undefined
  const metadata = encodeWindow({ run: run.id, step, attempt, revision, role, confirm, channel, threadTs })
  return {
    ...windowFor(wish.verb, run, { step, revision, role, asksCode: proof !== undefined }),
    private_metadata: metadata,
  }
}

/** Refuses what would be refused anyway; that somebody asked is on record even so. */
async function lookAhead(run: Run, command: Steer, { runs, now }: Desk): Promise<void> {
  try {
    decideForPerson(run, command, now().toISOString())
  } catch (error) {
    if (error instanceof UserError) await runs.journal.refused(run.id, command, error)
    throw error
  }
}

/** What the window shows, and so what its answer is about. */
function attemptOf(run: Run): { step?: string | undefined; attempt?: number } {
  const step = run.undoing?.step ?? liveStep(run)?.id
  return step === undefined ? {} : { step, attempt: run.undoing?.attempt ?? progressOf(run, step).attempt }
}

/** Filled in for the look ahead: whether this person could do it at all. */
function assumed(run: Run): Readonly<Record<string, string>> {
  return { reason: '-', outcome: 'failed', confirm: nameToType(run) ?? '' }
}

function nameToType(run: Run): string | undefined {
  const step = liveStep(run)
  return step && gateOf(step)?.typeToConfirm
}

async function open(triggerId: string, view: Modal, runId: string, wish: Wish, desk: Desk): Promise<string> {
  try {
    return await desk.talk.open(triggerId, view)
  } catch (cause) {
    desk.log.warn('A window did not open.', { run: runId, verb: wish.verb, error: cause })
    const sentence = `Slack did not open the window in time. Click again, or type /migrate ${wish.verb} ${runId}. Nothing was done.`
    throw new UserError('window-not-opened', sentence, { cause })
  }
}
