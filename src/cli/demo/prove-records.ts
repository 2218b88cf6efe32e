import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { until } from '../../demo/until.ts'
import type { StoredFile } from '../../local-slack/index.ts'
import { UserError } from '../../model/user-error.ts'
import { audit } from '../audit.ts'
import { report } from '../report.ts'
import type { CliCommand } from '../terminal.ts'
import type { Playground } from './playground.ts'

const PATIENCE_MS = 60_000

/**
 * Proves the record as an auditor would, with the commands: the report from the run's thread, offline, and the chain of a
 * stopped bot. Then flips one byte in a copy of each. True only when both were proven whole and both copies refused.
 */
export async function proveRecords(playground: Playground, say: (who: string, text: string) => void): Promise<boolean> {
  const { bed, dataPath } = playground
  const file = await reportOf(playground)
  await playground.bot().stop()
  const folder = join(bed.dir, 'auditor')
  await mkdir(folder, { mode: 0o700 })
  const copied = join(folder, 'data')
  await cp(dataPath, copied, { recursive: true, filter: (path) => !path.endsWith('.sock') })
  const [whole, bent] = [join(folder, file.name), join(folder, `bent-${file.name}`)]
  await writeFile(whole, file.bytes)
  await writeFile(bent, flipped(file.bytes, 'Reach the hosts'))
  const journal = join(copied, 'drover.sqlite')
  const looks: readonly Look[] = [
    { says: `drover report verify ${file.name}`, command: report, args: ['verify', whole], should: 'hold' },
    { says: 'the same with one byte flipped', command: report, args: ['verify', bent], should: 'break' },
    { says: 'drover audit verify', command: audit, args: ['verify'], should: 'hold' },
  ]
  for (const look of looks) if (!(await holds(look, copied, say))) return false
  await writeFile(journal, flipped(await readFile(journal), '"decision":{"person":"U0AMINA'))
  const last: Look = { says: 'the same with one byte flipped', command: audit, args: ['verify'], should: 'break' }
  return holds(last, copied, say)
}

interface Look {
  readonly says: string
  readonly command: CliCommand
  readonly args: readonly string[]
  readonly should: 'hold' | 'break'
}

/** Runs a command, prints its answer, and says whether that is the one there should be. */
async function holds(
  { says, command, args, should }: Look,
  dataPath: string,
  say: (who: string, text: string) => void,
) {
  const lines: string[] = []
  const terminal = {
    env: { DROVER_DATA: dataPath },
    out: (text: string) => void lines.push(text),
    err: () => {},
    onSignal: () => {},
  }
  const held = await command.run(args, terminal).then(
    (code) => code === 0,
    (error: unknown) => {
      if (!(error instanceof UserError)) throw error
      lines.push(error.message)
      return false
    },
  )
  say('auditor', `${says}: ${lines.join(' ')}`)
  return held === (should === 'hold')
}

/** The rehearsal has a report as well, which comes first. */
function reportOf({ slack }: Playground): Promise<StoredFile> {
  return until(() => slack.files().filter(({ name }) => name.endsWith('.html'))[1], {
    timeoutMs: PATIENCE_MS,
    otherwise: () => 'The report of the run did not come into its thread.',
  })
}

/** A copy with the lowest bit turned over in the last byte of a text. */
function flipped(bytes: Uint8Array, text: string): Buffer {
  const copy = Buffer.from(bytes)
  const at = copy.indexOf(text)
  if (at === -1) throw new Error(`"${text}" is not in it`)
  const last = at + text.length - 1
  copy.writeUInt8(copy.readUInt8(last) ^ 1, last)
  return copy
}
