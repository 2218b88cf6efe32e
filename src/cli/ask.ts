import { userInfo } from 'node:os'
import { readSettings } from '../config/settings.ts'
import { askBot } from '../serving/ask-bot.ts'
import type { Question } from '../serving/control.ts'
import type { Terminal } from './terminal.ts'

/** Passes a question on to the bot that runs beside, and prints its answer. */
export async function askRunningBot(argv: readonly string[], terminal: Terminal): Promise<number> {
  const { ok, text } = await askBot(readSettings(terminal.env).dataPath, questionOf(argv), terminal.err)
  if (ok) terminal.out(text)
  else terminal.err(text)
  return ok ? 0 : 1
}

/** Words, with who types them. */
export function questionOf(argv: readonly string[]): Question {
  return { login: userInfo().username, argv: [...argv] }
}
