#!/usr/bin/env node
import { runCli } from './cli/cli.ts'

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  onSignal: (stop) => {
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  },
})
