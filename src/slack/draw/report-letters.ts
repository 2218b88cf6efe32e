import type { Letter, Mailroom } from '../../model/mailroom.ts'
import type { Records, TextFile } from '../../model/records.ts'
import { hasEnded, type Run } from '../../model/run.ts'
import { inMode } from '../views/index.ts'
import { cardKey, reportKey } from './keys.ts'

/** The signed report of a run that has ended, for its thread; nothing once it is there, since it is signed only once. */
export async function reportLetters(run: Run, mailroom: Mailroom, records: Records): Promise<readonly Letter[]> {
  if (!hasEnded(run) || (isPut(reportKey(run.id, 'html'), mailroom) && isPut(reportKey(run.id, 'json'), mailroom)))
    return []
  const { html, json } = await records.report(run.id)
  return [
    letter(
      run,
      'html',
      html,
      `The signed report of ${run.id}: what was planned, decided, measured and done. drover report verify ${html.name} proves it.`,
    ),
    letter(run, 'json', json, `The same report of ${run.id} for programs.`),
  ]
}

function isPut(key: string, mailroom: Mailroom): boolean {
  const there = mailroom.find(key)
  return there !== undefined && there.refused === undefined
}

function letter(run: Run, kind: 'html' | 'json', file: TextFile, text: string): Letter {
  const { id, channel } = run
  return { key: reportKey(id, kind), channel, threadKey: cardKey(id), ...inMode(run, { text, blocks: [] }), file }
}
