import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { bedProgram } from '../../src/demo/bed-program.ts'
import { placeOf } from '../../src/program.ts'

/** What the real couch2pg printed, with times, addresses, sequences and counts replaced as `comparable` does it. */
export function recorded(name: string): string {
  return readFileSync(placeOf(`test/demo/recordings/${name}.log`), 'utf8').trimEnd()
}

/** A log with everything replaced that differs between two runs of the same thing. */
export function comparable(log: string, ports: { couch: number; postgres: number }): string {
  return log
    .trimEnd()
    .replace(/\[\d{4}-\d\d-\d\dT[\d:.]+Z (\w+)\]/g, '[<time> $1]')
    .replace(/\[\d+:\d\d:\d\d [AP]M\]/g, '[<clock>]')
    .replace(/feed from [1-9]\d*-\S+/g, 'feed from <seq>')
    .replace(/run at \w{3} \w{3} \d\d .*/g, 'run at <date>')
    .replaceAll(new RegExp(`(127\\.0\\.0\\.1|localhost):${ports.couch}`, 'g'), '<couch>')
    .replaceAll(`127.0.0.1:${ports.postgres}`, '<pg>')
    .replace(/address: '127\.0\.0\.1',\n {2}port: \d+/, "address: '<address>',\n  port: <port>")
    .replace(/sleepMins: .*,/g, 'sleepMins: <mins>,')
    .replace(/^ {2}(length|line): .*,$/gm, '  $1: <number>,')
    .replace(/\]: {2}(There are|Pulled|Inserting|Batch completed|Import loop).*/g, (line) =>
      line.replace(/\b[1-9]\d*\b/g, 'N'),
    )
}

/** How a run of the stand-in ended and what it had printed. */
export interface Ran {
  log: string
  /** Undefined for one that was ended once it had said enough. */
  code: number | undefined
}

const DEADLINE_MS = 120_000

/** Runs the stand-in until it ends, or until its log matches `enough`; the log is cut after the match. */
export function runStandIn(env: Record<string, string>, enough?: RegExp): Promise<Ran> {
  const [command, ...args] = bedProgram('couch2pg/main')
  const child = spawn(command, args, { env: { PATH: '/usr/bin:/bin', ...env } })
  return new Promise((resolve, reject) => {
    let log = ''
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`couch2pg said too little in ${DEADLINE_MS} ms:\n${log}`))
    }, DEADLINE_MS)
    child.stderr.on('data', (piece) => process.stderr.write(piece))
    child.stdout.on('data', (piece) => {
      log += piece
      if (enough?.test(log)) child.kill('SIGTERM')
    })
    child.once('close', (code) => {
      clearTimeout(timer)
      const match = enough?.exec(log)
      resolve({ log: match ? log.slice(0, match.index + match[0].length) : log, code: code ?? undefined })
    })
  })
}
