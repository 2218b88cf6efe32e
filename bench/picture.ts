import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { startPlayground } from '../src/cli/demo/playground.ts'
import { readArgs } from '../src/cli/terminal.ts'
import { formatBytes } from '../src/model/amount.ts'
import { UserError } from '../src/model/user-error.ts'
import { openPage } from './picture/page.ts'
import { playToCopy } from './picture/play-to-copy.ts'
import { wholeNumber } from './whole-number.ts'

const OUT = '.github/run-card.png'
const BROWSER = '/usr/bin/chromium'
// More than the demo takes: a card is edited every three seconds at most, and 20,000 are sometimes copied before the next edit.
const DOCS = 60_000
const text = { type: 'string' } as const

try {
  await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UserError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = error.code === 'usage' ? 2 : 1
}

/** Takes the picture of the README: a run card and the gate that was approved, while the rows are copied. */
async function main(args: readonly string[]): Promise<void> {
  const { values } = readArgs(args, { docs: text, out: text, browser: text })
  const { out = OUT, browser = BROWSER } = values
  const playground = await startPlayground({ docs: wholeNumber(values, 'docs', DOCS), onProgress: say })
  try {
    await mkdir(dirname(out), { recursive: true })
    const page = await openPage(browser, playground.slack.pageUrl)
    try {
      await playToCopy(playground.slack)
      await page.photograph(out)
    } finally {
      await page.close()
    }
  } finally {
    await playground.stop()
  }
  const { size } = await stat(out)
  say(`${out} is ${formatBytes(size)}. Look at it before it goes on top of the README.`)
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`)
}
