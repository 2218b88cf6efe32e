import type { App } from '../app.ts'
import type { Config } from '../config/schema.ts'
import { refuse } from '../model/user-error.ts'
import { replyText } from '../reply-text.ts'
import type { Question } from '../serving/control.ts'
import { auditText } from './audit.ts'
import { auditPage } from './audit-page.ts'
import { stepUpText } from './step-up.ts'
import { splitWords } from './terminal.ts'

/** What of the bot the terminal reaches. */
export type Reached = Pick<App, 'answer' | 'people' | 'records' | 'journal' | 'redact' | 'log'>

/** Answers the terminal from inside the bot: the same subcommands, rules and judge as in Slack. */
export async function answerTerminal(
  app: Reached,
  config: Pick<Config, 'channels' | 'operators'>,
  { login, argv }: Question,
  tell: (sentence: string) => void,
): Promise<string> {
  const [name = 'help', ...rest] = argv
  if (name === 'audit' && rest[0] === 'verify') return auditText(await app.records.chain())
  if (name === 'audit' && rest[0] === 'export') return exportPage(app, rest.slice(1))
  if (name === 'report') return reportText(app, rest)
  if (name === 'backup') return backUp(app, rest[0])
  if (name === 'step-up') return answerStepUp(app, login, rest)
  const { words, options } = splitWords(rest)
  const channel = options['channel'] ?? config.channels[0] ?? ''
  const userId = config.operators[login] ?? refuseUnless(name, login)
  const line = { subcommand: name, words, options: without(options, 'channel') }
  return withNames(app, replyText(await app.answer(line, { userId, channel, via: 'cli', tell })))
}

/** Slack shows ids as names by itself; a terminal does not. */
async function withNames({ people }: Reached, text: string): Promise<string> {
  const ids = [...new Set([...text.matchAll(/<@(\w+)>/g)].flatMap(([, id]) => (id === undefined ? [] : [id])))]
  const names = await Promise.all(ids.map((id) => people.nameOf(id)))
  return ids.reduce((rest, id, index) => rest.replaceAll(`<@${id}>`, `@${names[index] ?? id}`), text)
}

function answerStepUp({ journal, log }: Reached, login: string, words: readonly string[]): string {
  const text = stepUpText(journal.stepUps, words)
  if (words.length > 0) log.warn('a step-up code was taken away in the terminal', { login, person: words[1] })
  return text
}

async function backUp(app: Reached, path: string | undefined): Promise<string> {
  if (path === undefined) refuse('usage', 'Say where to: drover backup <file>')
  await app.journal.backup(path)
  return `The journal was copied to ${path}.`
}

/** A page of the chain as JSON: the terminal asks for the next one until there are no more. */
function exportPage({ journal, redact }: Reached, [format, after, run]: readonly string[]): string {
  return JSON.stringify(
    auditPage(journal, { format: format === 'csv' ? 'csv' : 'jsonl', after: Number(after), run }, redact),
  )
}

async function reportText({ records }: Reached, [run = '', kind]: readonly string[]): Promise<string> {
  const { html, json } = await records.report(run)
  return kind === 'json' ? json.text : html.text
}

const READING = ['list', 'plan', 'status', 'why', 'eta', 'lock', 'steps', 'evidence', 'logs', 'who', 'help', 'audit']

/** Nobody in particular may look; to act, a login has to be somebody in Slack. */
function refuseUnless(name: string, login: string): string {
  if (READING.includes(name)) return 'nobody'
  return refuse(
    'no-operator',
    `drover.yml does not say who ${login} is in Slack. Add operators: { ${login}: U… } to it and restart Drover; reading works without.`,
  )
}

function without(options: Readonly<Record<string, string>>, key: string): Record<string, string> {
  return Object.fromEntries(Object.entries(options).filter(([name]) => name !== key))
}
