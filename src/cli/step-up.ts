import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readSettings } from '../config/settings.ts'
import { createSqliteJournal } from '../journal/sqlite/journal.ts'
import type { Enrolled, StepUps } from '../model/step-ups.ts'
import { refuse, UserError } from '../model/user-error.ts'
import { askRunningBot } from './ask.ts'
import type { CliCommand, Terminal } from './terminal.ts'

export const stepUp: CliCommand = {
  name: 'step-up',
  usage: '[reset <slack user id>]',
  help: 'List who has a step-up code, or take one away when a phone is lost.',
  run: async (args, terminal) => {
    refuseOtherWords(args)
    const beside = await askBeside(['step-up', ...args], terminal)
    if (beside !== undefined) return beside
    terminal.out(await onFile(terminal, (stepUps) => stepUpText(stepUps, args)))
    return 0
  },
}

/** Answers `drover step-up`; throws a UserError to refuse. */
export function stepUpText(stepUps: StepUps, words: readonly string[]): string {
  refuseOtherWords(words)
  const [, person] = words
  if (person === undefined) return enrolledText(stepUps.enrolled())
  if (!stepUps.remove(person))
    refuse('not-enrolled', `${person} has no step-up code, so nothing changed. drover step-up lists who has one.`)
  return `${person} has no step-up code any more. /migrate enroll sends them a new one; let them do it while you see that it is them.`
}

function refuseOtherWords(words: readonly string[]): void {
  if (words.length === 0 || (words.length === 2 && words[0] === 'reset')) return
  refuse('usage', 'drover step-up takes nothing, or: reset <slack user id>')
}

const NOBODY = 'Nobody has a step-up code. /migrate enroll sends one.'

function enrolledText(enrolled: readonly Enrolled[]): string {
  return enrolled.map(({ person, enrolledAt }) => `${person} since ${enrolledAt}`).join('\n') || NOBODY
}

/** Who has a step-up code: as the bot that runs beside says, or as its file does. */
export async function enrolledPeople(terminal: Terminal): Promise<readonly string[]> {
  const said: string[] = []
  const quiet = { ...terminal, out: (text: string) => void said.push(text), err: () => undefined }
  const isSaid = (await askBeside(['step-up'], quiet)) === 0
  const text = isSaid ? said.join('\n') : await onFile(terminal, (stepUps) => stepUpText(stepUps, []))
  return text.split('\n').flatMap((line) => /^(\S+) since /.exec(line)?.[1] ?? [])
}

/** The exit code of the bot that runs beside; undefined when none does. */
async function askBeside(argv: readonly string[], terminal: Terminal): Promise<number | undefined> {
  try {
    return await askRunningBot(argv, terminal)
  } catch (error) {
    if (error instanceof UserError && error.code === 'no-bot') return undefined
    throw error
  }
}

async function onFile(terminal: Terminal, work: (stepUps: StepUps) => string): Promise<string> {
  const path = join(readSettings(terminal.env).dataPath, 'drover.sqlite')
  if (!existsSync(path)) return NOBODY
  const sqlite = createSqliteJournal({ path, now: () => new Date() })
  try {
    return work(sqlite.stepUps)
  } finally {
    await sqlite.journal.stop()
  }
}
