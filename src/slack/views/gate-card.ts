import { dissentOf } from '../../model/dissent.ts'
import { missingApprovals, skippedSteps } from '../../model/gate.ts'
import { guardsNoReturn } from '../../model/no-return.ts'
import { type Decision, type Gate, liveStep, progressOf, type Run } from '../../model/run.ts'
import { isKept } from '../../model/status.ts'
import { gateOf, type Step } from '../../model/step.ts'
import type { Ref } from '../ref.ts'
import { actions, card, context, header, present, section, textSize } from './block.ts'
import { approveButton, button } from './button.ts'
import type { Block, Card, RunView } from './card.ts'
import { clamp, oneLine } from './clamp.ts'
import { clockWords } from './clock-words.ts'
import { closedWords } from './closed-words.ts'
import { evidenceBlocks } from './evidence.ts'
import { commandBlocks, consequences, destroysText, gatedStep, questionText } from './gate-question.ts'
import { fitWords } from './last-safe-words.ts'
import { bold, code, join, lines, long, type Md, md, mention, spoken, when } from './mrkdwn.ts'
import { noReturnWords } from './no-return.ts'
import { overrideLines } from './override-words.ts'
import { adoptionWords, changedWords } from './plan-words.ts'
import { roleWords, times } from './waits-for.ts'

const LISTED_MAX = 8
const EVIDENCE_MAX = 9000
// Slack takes 13,200 characters in one message; captions and counts of what is left out need some of them.
const ALL_MAX = 12_500

/** Key of the message a gate revision is asked in. */
export function gateKey(run: Run, gate: Pick<Gate, 'revision'>): string {
  return `${run.id}/gate/${gate.revision}`
}

/** The question to the people: what approving sets off, what was measured, who decided, and the buttons. */
export function gateCard(run: Run, gate: Gate, view: RunView): Card {
  const step = gatedStep(run, gate)
  const question = questionText(step, gate.step)
  if (!step) return card(md`${run.id}: ${question}`, [header(`${question} · ${run.id}`)])
  const consequence = consequences(run, step)
  const above = [
    header(`${question} · ${run.id}`),
    section(consequence),
    section(askedAgain(gate)),
    ...commandBlocks(run, step),
    section(noReturn(run, step, view)),
  ]
  const below = [
    section(skipped(run)),
    section(dissent(run)),
    section(overrideLines(run)),
    section(adoptionWords(run)),
    section(changedWords(run)),
    section(decided(step, gate, view)),
    section(clockWords(step, gate)),
    section(closedWords(step, gate, view)),
    section(asksForCode(gate)),
    actions(`${gateKey(run, gate)}/${run.seq}/actions`, buttons(run, step, gate)),
    context(seal(run, gate, view)),
  ]
  const room = Math.min(EVIDENCE_MAX, ALL_MAX - textSize(present([...above, ...below])))
  return card(md`${run.id}: ${question} ${consequence}`, [
    ...above,
    ...evidenceBlocks(gate.evidence, run.id, room),
    ...below,
  ])
}

/** What is given up for ever, and when it is too late to give it up. */
function noReturn(run: Run, step: Step, view: RunView): Md {
  const { fit } = view.eta
  const window = fit && guardsNoReturn(run, step) ? md`*Window:* ${fitWords(fit)}.` : undefined
  return lines(md`*Point of no return:* ${noReturnWords(view)}.`, window)
}

function askedAgain({ revision, fellBecause }: Gate): Md | undefined {
  if (fellBecause.length === 0) return undefined
  const moved = fellBecause.slice(0, LISTED_MAX).map((sentence) => md`• ${spoken(clamp(oneLine(sentence), 240))}`)
  const more = fellBecause.length > LISTED_MAX ? md`• and ${fellBecause.length - LISTED_MAX} more` : undefined
  return lines(md`*Asked again* (revision ${revision}), because what was approved is not so any more:`, ...moved, more)
}

function skipped(run: Run): Md | undefined {
  const steps = skippedSteps(run)
  if (steps.length === 0) return undefined
  const shown = steps
    .slice(-LISTED_MAX)
    .map(({ step, by, reason }) => md`• ${bold(step)} by ${mention(by)}: ${long(reason, 200)}`)
  return lines(md`*Skipped on the way* (${steps.length})`, ...shown)
}

/** Who stood in the way before this, and why; the run went on all the same. */
function dissent(run: Run): Md | undefined {
  const all = dissentOf(run)
  if (all.length === 0) return undefined
  const shown = all.slice(-LISTED_MAX).map(({ kind, step, by, role, reason, at }) => {
    const as = role === undefined ? md`` : md` as ${role}`
    return md`• ${kind === 'denied' ? 'Denied' : 'Held'} at ${bold(step)} by ${mention(by)}${as} ${when(at)}: ${long(reason, 200)}`
  })
  return lines(md`*Dissent on the way* (${all.length})`, ...shown)
}

function decided(step: Step, gate: Gate, view: RunView): Md {
  const needed = gateOf(step)?.approvals ?? {}
  const missing = Object.entries(missingApprovals(step, gate))
  const open = missing.map(([role, count]) => md`${times(count)}${roleWords(role, view)}`)
  const state =
    open.length > 0
      ? md`*Still needed:* ${join(open, ', ')}. Without it nothing happens.`
      : md`*Approved by everybody who had to.* ${keptWords(view.run)}The checks are measured once more before it goes on.`
  return lines(...gate.decisions.slice(0, LISTED_MAX).map((one) => decisionLine(one, gate, needed)), state)
}

function asksForCode({ stepUp }: Gate): Md | undefined {
  if (!stepUp) return undefined
  return md`Each approval asks for a *step-up code*, since what it sets off cannot be undone. ${code('/migrate enroll')} sends you one.`
}

/** What is approved waits for a window: the approval can be taken back until then. */
function keptWords(run: Run): Md {
  const step = liveStep(run)
  const kept = isKept(run) && step ? progressOf(run, step.id).kept : undefined
  return kept ? md`It waits. ${long(kept.says, 400)} *Withdraw* takes an approval back until then. ` : md``
}

/** `Approved by @a as dba · 1 of 2 needed`. */
function decisionLine(decision: Decision, gate: Gate, needed: Readonly<Record<string, number>>): Md {
  const { person, role, verdict, reason, at } = decision
  const same = gate.decisions.filter((one) => one.role === role && one.verdict === 'approve')
  const count = md`${same.indexOf(decision) + 1} of ${needed[role] ?? 0} needed`
  const proof = decision.steppedUp ? md` · with a step-up code` : md``
  const why = reason ? md`: ${long(reason, 240)}` : md``
  return md`${verdict === 'approve' ? 'Approved' : 'Denied'} by ${mention(person)} as ${role} · ${count} · ${when(at)}${proof}${why}`
}

function buttons(run: Run, step: Step, gate: Gate): readonly (Block | undefined)[] {
  const ref: Ref = { run: run.id, step: step.id, revision: gate.revision, card: gateKey(run, gate) }
  const roles = Object.keys(missingApprovals(step, gate))
  return [
    ...roles.slice(0, 20).map((role) => approveButton(role, ref, destroysText(step))),
    button('deny', ref),
    gate.decisions.length > 0 ? button('withdraw', ref) : undefined,
    run.phase === 'asking' ? button('refresh', ref) : undefined,
  ]
}

/** What a decision signs, so that the channel witnesses it. */
function seal(run: Run, gate: Gate, { head }: RunView): Md {
  const keys = Object.entries(gate.hostKeys).map(([host, key]) => md`${host} ${code(key)}`)
  return join(
    [
      md`Asked ${when(gate.openedAt)}`,
      md`revision ${gate.revision}`,
      md`digest ${code(gate.digest.slice(0, 12))}`,
      md`chain ${code(head.slice(0, 12))}`,
      ...keys.slice(0, 4),
      code(`/migrate why ${run.id}`),
    ],
    ' · ',
  )
}
