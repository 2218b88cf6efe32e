#!/usr/bin/env -S node --max-semi-space-size=4 --max-old-space-size=512
import { runCli } from './cli/cli.ts'

const code = await runCli(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  onSignal: (stop) => {
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  },
})

// The Slack client may leave a timer behind that would keep the process for half a minute.
process.exit(code)
