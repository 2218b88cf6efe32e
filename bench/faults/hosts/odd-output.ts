import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sh } from '../../../src/kit.ts'
import { formatBytes } from '../../../src/model/amount.ts'
import { progressOf } from '../../../src/model/run.ts'
import type { Cell, Ending } from '../cell.ts'
import { type HostScene, onMachine, wordsOf } from '../stage/host-scene.ts'
import { endsRight } from '../stage/job-endings.ts'
import { whereIs } from '../stage/small-bot.ts'

const MANY_BYTES = 1_000_000_000
/** The bot may grow by this much and no more, and its journal by that. */
const MOST_MEMORY_BYTES = 200_000_000
const MOST_JOURNAL_BYTES = 1_000_000

const FLOODS = sh`echo begin >> "$HOME/ledger"
yes 'a line of a log that says nothing that anybody would want to read' | head -c ${MANY_BYTES} || :
echo the last word
echo end >> "$HOME/ledger"`

async function floods(scene: HostScene): Promise<Ending> {
  const { bot } = scene
  const before = process.memoryUsage.rss()
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 50)
  const fromMs = performance.now()
  await bot.begin()
  const ending = await endsRight(scene).finally(() => clearInterval(timer))
  const seconds = Math.round((performance.now() - fromMs) / 1000)
  const log = await bot.runs.logOf(await bot.run(), 'write')
  const journal = (await stat(join(scene.dataPath, 'drover.sqlite-wal'))).size
  const saw = `${ending.saw} The bot grew by ${formatBytes(most - before)}, its journal by ${formatBytes(journal)}, in ${seconds} s.`
  const isSmall = most - before < MOST_MEMORY_BYTES && journal < MOST_JOURNAL_BYTES
  const isTail = log.length < 4000 && log.endsWith('the last word')
  return { ended: isSmall && isTail ? ending.ended : 'wrong', saw }
}

/** Bytes of every kind, characters that begin and never end, codes that move a cursor, then an end that is shown to people. */
const BABBLES = sh`echo begin >> "$HOME/ledger"
head -c 300000 /dev/urandom
printf 'a\000b \377\376 \033[2J\033[31mred \007 caf\303\251 \342\202\n'
printf 'the last word \360\237\230'
exit 3`

async function babbles({ bot, ledger }: HostScene): Promise<Ending> {
  await bot.begin()
  const failed = await bot.until('an end', ({ status }) => status !== 'running')
  await bot.restart()
  const run = await bot.run()
  const { failure } = progressOf(run, 'write')
  const tail = failure?.tail ?? ''
  const chain = bot.journal.verify()
  const lines = await ledger()
  const isRight =
    failed.status === 'failed' &&
    failure?.summary === 'write on far-host ended with exit 3.' &&
    /café/.test(tail) &&
    !/[^\P{Cc}\n\t]/u.test(tail) &&
    tail.length <= 2000 &&
    chain.ok &&
    lines.join() === 'begin'
  return {
    ended: isRight ? 'right' : 'wrong',
    saw: `${whereIs(run)} Its tail has ${tail.length} characters: ${JSON.stringify(tail.slice(-60))}. The chain: ${JSON.stringify(chain)}. The ledger holds ${wordsOf(lines)}.`,
  }
}

export const ODD_OUTPUT: readonly Cell[] = [
  {
    part: 'Hosts',
    name: 'gigabyte-of-output',
    fault: 'a job writes 1 GB into its log',
    should: 'the bot reads the end of it, in bounded memory',
    may: 'right',
    run: () => onMachine({ run: FLOODS }, floods),
  },
  {
    part: 'Hosts',
    name: 'binary-output',
    fault: 'a job writes bytes that are no text, and fails',
    should: 'the run says so with a tail that people and machines can read; the record stays sound',
    may: 'right',
    run: () => onMachine({ run: BABBLES }, babbles),
  },
]
