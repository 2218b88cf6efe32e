import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readSettings } from '../config/settings.ts'
import { refuse, UserError } from '../model/user-error.ts'
import { findKey, reportKey } from '../report/key.ts'
import { verifyReport } from '../report/verify-report.ts'
import { askBot } from '../serving/ask-bot.ts'
import { questionOf } from './ask.ts'
import { type CliCommand, readArgs, type Terminal } from './terminal.ts'

const USAGE = 'drover report <run> [--json] [--out FILE] | verify FILE [--key KEY] | key'

export const report: CliCommand = {
  name: 'report',
  usage: '<run> | verify FILE | key',
  help: 'Print the signed report of a run (--json, --out FILE); prove the file of one, offline (--key KEY); print the key that this Drover signs with.',
  run: async (args, terminal) => {
    const [what, ...rest] = args
    if (what === 'verify') return verify(rest, terminal)
    if (what === 'key') return printKey(rest, terminal)
    return print(args, terminal)
  },
}

async function print(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArgs(args, { json: { type: 'boolean' }, out: { type: 'string' } })
  const [run, more] = positionals
  if (run === undefined || more !== undefined) refuse('usage', USAGE)
  const kind = values.json ? 'json' : 'html'
  const { dataPath } = readSettings(terminal.env)
  const { ok, text } = await askBot(dataPath, questionOf(['report', run, kind]), terminal.err)
  if (!ok) throw new UserError('refused', text)
  if (values.out === undefined) terminal.out(text.replace(/\n$/, ''))
  else await writeFile(values.out, text)
  return 0
}

async function verify(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArgs(args, { key: { type: 'string' } })
  const [file, more] = positionals
  if (file === undefined || more !== undefined) refuse('usage', USAGE)
  const proof = verifyReport(await read(file))
  if (!proof.ok) throw new UserError('report-bent', `${file}: ${proof.sentence} Get it anew from the run’s thread.`)
  const whole = `${file} is as it was signed: the report of ${proof.run}, head of the chain ${proof.head}.`
  const known = values.key ?? findKey(readSettings(terminal.env).dataPath)?.key
  if (known === undefined)
    throw new UserError(
      'key-unknown',
      `${whole} It was signed with the key ${proof.key}, and nobody here knows whose that is. Where your Drover runs, drover report key prints its key; give it here: drover report verify ${file} --key KEY`,
    )
  if (known.trim().toLowerCase() !== proof.key)
    throw new UserError(
      'key-other',
      `${whole} But it was signed with the key ${proof.key}, not with ${known.trim()}. It may be of another Drover, or made up.`,
    )
  terminal.out(
    `${whole} Signed with ${values.key === undefined ? 'the key of this Drover' : 'the key you gave'}: ${proof.key}`,
  )
  return 0
}

async function read(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw new UserError('file-unreadable', `${file} cannot be read (${code}). Name the file of a report.`, { cause })
  }
}

async function printKey(args: readonly string[], terminal: Terminal): Promise<number> {
  if (args.length > 0) refuse('usage', USAGE)
  const { dataPath } = readSettings(terminal.env)
  terminal.out(reportKey(dataPath).key)
  terminal.err(
    `Reports of this Drover are signed with it. Its other half is in ${join(dataPath, 'report-key.pem')}; keep that file to yourself, and in your backups.`,
  )
  return 0
}
