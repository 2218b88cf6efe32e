#!/usr/bin/env -S node --max-semi-space-size=8 --max-old-space-size=512
import { runCli } from './cli/cli.ts'

const code = await runCli(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  onSignal: (stop) => {
    // Nobody listens any more after the first one, so that a second one ends the process at once.
    const hear = () => {
      process.off('SIGINT', hear).off('SIGTERM', hear)
      stop()
    }
    process.on('SIGINT', hear).on('SIGTERM', hear)
  },
})

// The Slack client may leave a timer behind that would keep the process for half a minute.
process.exit(code)
