import type { App } from '../app.ts'
import type { Config } from '../config/schema.ts'
import { refuse } from '../model/user-error.ts'
import { replyText } from '../reply-text.ts'
import type { Question } from '../serving/control.ts'
import { auditText } from './audit.ts'
import { splitWords } from './terminal.ts'

/** Answers the terminal from inside the bot: the same subcommands, rules and judge as in Slack. */
export async function answerTerminal(
  app: App,
  config: Config,
  { login, argv }: Question,
  tell: (sentence: string) => void,
): Promise<string> {
  const [name = 'help', ...rest] = argv
  if (name === 'audit') return auditText(app.journal.verify())
  if (name === 'backup') return backUp(app, rest[0])
  const { words, options } = splitWords(rest)
  const channel = options['channel'] ?? config.channels[0] ?? ''
  const userId = config.operators[login] ?? refuseUnless(name, login)
  const line = { subcommand: name, words, options: without(options, 'channel') }
  return withNames(app, replyText(await app.answer(line, { userId, channel, via: 'cli', tell })))
}

/** Slack shows ids as names by itself; a terminal does not. */
async function withNames({ people }: App, text: string): Promise<string> {
  const ids = [...new Set([...text.matchAll(/<@(\w+)>/g)].flatMap(([, id]) => (id === undefined ? [] : [id])))]
  const names = await Promise.all(ids.map((id) => people.nameOf(id)))
  return ids.reduce((rest, id, index) => rest.replaceAll(`<@${id}>`, `@${names[index] ?? id}`), text)
}

async function backUp(app: App, path: string | undefined): Promise<string> {
  if (path === undefined) refuse('usage', 'Say where to: drover backup <file>')
  await app.journal.backup(path)
  return `The journal was copied to ${path}.`
}

const READING = ['list', 'plan', 'status', 'why', 'steps', 'evidence', 'logs', 'who', 'help']

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
