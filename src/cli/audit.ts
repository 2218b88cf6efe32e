import { join } from 'node:path'
import { z } from 'zod'
import { readSettings } from '../config/settings.ts'
import { createSqliteJournal } from '../journal/sqlite/journal.ts'
import { AUDIT_CSV_HEAD, AUDIT_FORMATS, type AuditFormat } from '../model/audit-text.ts'
import type { ChainState } from '../model/records.ts'
import { redact } from '../model/redaction.ts'
import { refuse, UserError } from '../model/user-error.ts'
import { askBot } from '../serving/ask-bot.ts'
import { askRunningBot, questionOf } from './ask.ts'
import { type AuditPage, auditPage } from './audit-page.ts'
import { type CliCommand, readArgs, type Terminal } from './terminal.ts'

type SqliteJournal = ReturnType<typeof createSqliteJournal>

export const audit: CliCommand = {
  name: 'audit',
  usage: 'verify | export [run] | [run]',
  help: 'Prove the event chain, or name the first bent row; print every event with its hash (--format jsonl|csv); or say who was refused what.',
  run: (args, terminal) => {
    const [what, ...rest] = args
    if (what === 'verify') return verifyChain(rest, terminal)
    return what === 'export' ? exportChain(rest, terminal) : askRunningBot(['audit', ...args], terminal)
  },
}

async function verifyChain(args: readonly string[], terminal: Terminal): Promise<number> {
  if (args.length > 0)
    throw new UserError('usage', 'drover audit verify takes nothing more: it proves the whole chain.')
  return besideOrAlone(
    () => askRunningBot(['audit', 'verify'], terminal),
    async ({ chain }) => {
      terminal.out(auditText(await chain()))
      return 0
    },
    terminal,
  )
}

async function exportChain(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArgs(args, { format: { type: 'string', default: 'jsonl' } })
  const [run, more] = positionals
  const format = AUDIT_FORMATS.find((one) => one === values.format)
  if (format === undefined || more !== undefined)
    refuse('usage', 'drover audit export [--format jsonl|csv] [run]: one of the two formats, and at most one run.')
  return besideOrAlone(
    () => printPages(format, terminal, (after) => askPage(format, after, run, terminal)),
    (sqlite) => printPages(format, terminal, async (after) => auditPage(sqlite, { format, after, run }, masked)),
    terminal,
  )
}

/** No secret is known here; what looks like one is masked even so. */
function masked(text: string): string {
  return redact(text, [])
}

/** Piece by piece, since a long history fits into no single answer. */
async function printPages(
  format: AuditFormat,
  terminal: Terminal,
  read: (after: number) => Promise<AuditPage>,
): Promise<number> {
  let page = await read(0)
  if (format === 'csv') terminal.out(AUDIT_CSV_HEAD.trimEnd())
  for (; page.lines !== ''; page = await read(page.last)) terminal.out(page.lines.replace(/\r?\n$/, ''))
  return 0
}

const PAGE = z.object({ lines: z.string(), last: z.number() })

async function askPage(
  format: AuditFormat,
  after: number,
  run: string | undefined,
  terminal: Terminal,
): Promise<AuditPage> {
  const words = ['audit', 'export', format, String(after), ...(run === undefined ? [] : [run])]
  const { ok, text } = await askBot(readSettings(terminal.env).dataPath, questionOf(words), terminal.err)
  if (!ok) throw new UserError('refused', text)
  return PAGE.parse(JSON.parse(text))
}

/** The journal has one owner: the bot, when one runs. */
async function besideOrAlone(
  beside: () => Promise<number>,
  alone: (sqlite: SqliteJournal) => Promise<number>,
  terminal: Terminal,
): Promise<number> {
  try {
    return await beside()
  } catch (error) {
    if (!(error instanceof UserError && error.code === 'no-bot')) throw error
  }
  const path = join(readSettings(terminal.env).dataPath, 'drover.sqlite')
  const sqlite = createSqliteJournal({ path, now: () => new Date() })
  try {
    return await alone(sqlite)
  } finally {
    await sqlite.journal.stop()
  }
}

/** The proof in one sentence; throws a UserError that names the first bent row. */
export function auditText({ events, head, problem }: ChainState): string {
  if (problem !== undefined) throw new UserError('chain-broken', problem)
  return `All ${events} events are as they were written. Head of the chain: ${head}`
}
