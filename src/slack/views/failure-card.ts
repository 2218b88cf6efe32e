import { type Failure, liveStep, progressOf, type Run } from '../../model/run.ts'
import { card, context, fixedWidth, header, section } from './block.ts'
import type { Card, RunView } from './card.ts'
import { clampStart, visible } from './clamp.ts'
import { dataWords } from './data-words.ts'
import { bold, code, lines, long, type Md, md, when } from './mrkdwn.ts'
import { runActions } from './run-actions.ts'
import { hostOf } from './step-words.ts'
import { waitsFor } from './waits-for.ts'

const TAIL_LINES = 20
const TAIL_MAX = 2500

/** What broke, where, why and how to fix it, what it means for the data, and the ways on. */
export function failureCard(run: Run, view: RunView): Card {
  const step = liveStep(run)
  const { attempt, failure } = troubleOf(run)
  const what = `${run.undoing ? 'taking back ' : ''}${step?.title ?? run.id}`
  const word = run.status === 'uncertain' ? 'Uncertain' : 'Failed'
  const host = step && hostOf(step)
  const waits = waitsFor(view)
  return card(md`${run.id}: ${word.toLowerCase()}: ${what}. ${long(failure.summary, 300)}`, [
    header(`${word}: ${what} · ${run.id}`),
    section(
      lines(
        long(failure.summary, 800),
        failure.cause ? md`*Cause:* ${long(failure.cause, 500)}` : undefined,
        md`*For the data:* ${dataWords(run)}`,
        failure.fix ? md`*Do this:* ${long(withoutData(failure.fix), 500)}` : undefined,
        waits && md`*Waits for* ${waits}`,
      ),
    ),
    ...tailBlocks(failure),
    runActions(run, failureKey(run)),
    context(footer(run, attempt, host)),
  ])
}

/** The card says on a line of its own what it means for the data. */
function withoutData(fix: string): string {
  return fix.replace(/^Nothing was (changed|restored)\. /, '')
}

/** Key of the message that reports the trouble a run is in. */
export function failureKey(run: Run): string {
  return `${run.id}/failure/${liveStep(run)?.id ?? 'end'}/${run.undoing ? 'undo-' : ''}${troubleOf(run).attempt}`
}

function troubleOf(run: Run): { attempt: number; failure: Failure } {
  const { attempt, failure } = run.undoing ?? progressOf(run, liveStep(run)?.id ?? '')
  return { attempt, failure: failure ?? { summary: 'It did not end well, and nothing more is known.' } }
}

function tailBlocks({ tail }: Failure) {
  const last = visible(tail ?? '')
    .trimEnd()
    .split('\n')
    .slice(-TAIL_LINES)
    .join('\n')
  return last === '' ? [] : fixedWidth(clampStart(last, TAIL_MAX))
}

function footer(run: Run, attempt: number, host: string | undefined): Md {
  const step = liveStep(run)
  const at = step && progressOf(run, step.id).endedAt
  return md`${code(step?.id ?? '-')}${host ? md` on ${bold(host)}` : md``} · attempt ${attempt}${at ? md` · ${when(at)}` : md``} · ${code(`/migrate logs ${run.id}`)}`
}
