import { UserError } from '../model/user-error.ts'
import type { Playground } from './demo/playground.ts'
import { type CliCommand, readArgs, type Terminal } from './terminal.ts'

const DOCS = 20_000
const AUTO_LIMIT_MS = 600_000

export const demo: CliCommand = {
  name: 'demo',
  usage: '[--auto] [--falls] [--docs N] [--port N]',
  help: 'A whole move on this machine, with a Slack in the browser; --auto plays it and prints the transcript; --falls shows what lets an approval fall.',
  run: async (args, terminal) => {
    const { values } = readArgs(args, {
      auto: { type: 'boolean' },
      falls: { type: 'boolean' },
      docs: { type: 'string' },
      port: { type: 'string' },
    })
    const docs = wholeNumber('--docs', values.docs, DOCS)
    const port = wholeNumber('--port', values.port, 0)
    const stopped = new Promise<void>((resolve) => terminal.onSignal(resolve))
    // Loaded when it is asked for: the bot starts through the same list of commands, and would hold all of it.
    const { startPlayground } = await import('./demo/playground.ts')
    const playground = await startPlayground({ docs, port, onProgress: terminal.out })
    try {
      if (values.falls) return await falls(playground, terminal)
      return values.auto ? await auto(playground, terminal) : await show(playground, terminal, stopped)
    } finally {
      await playground.stop()
    }
  },
}

async function auto(playground: Playground, terminal: Terminal): Promise<number> {
  const { playAuto } = await import('./demo/auto.ts')
  const equal = await playAuto(playground, terminal.out, AUTO_LIMIT_MS)
  terminal.out(
    equal
      ? 'Source and target were equal, and the record is whole.'
      : 'Source and target were not seen to be equal, or the record was not proven.',
  )
  return equal ? 0 : 1
}

async function falls(playground: Playground, terminal: Terminal): Promise<number> {
  const { playFalls } = await import('./demo/falls.ts')
  const fell = await playFalls(playground, terminal.out, AUTO_LIMIT_MS)
  terminal.out(fell ? 'Every approval fell when it had to.' : 'An approval did not fall as it had to.')
  return fell ? 0 : 1
}

async function show(playground: Playground, terminal: Terminal, stopped: Promise<void>): Promise<number> {
  terminal.out(
    `\nOpen ${playground.slack.pageUrl}\n\nFill in the command with the button, press Enter, then become Amina (dba) and Joseph (data owner) to decide.\nCtrl-C ends everything and removes what the demo made.`,
  )
  await stopped
  return 0
}

function wholeNumber(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  const number = Number(text)
  if (!Number.isInteger(number) || number < 0)
    throw new UserError('usage', `${name} takes a whole number, got "${text}".`)
  return number
}
