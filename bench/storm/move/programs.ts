import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SshHost } from '../../../src/demo/ssh-host.ts'
import { standIn } from '../../../src/demo/stand-in.ts'

/** A program that changes something for good, and the words by which such a call of it is known to a shell. */
const COUNTED = [
  { what: 'create database', program: 'psql', words: `*'-f create.sql'*` },
  { what: 'drop database', program: 'psql', words: `*'-c drop database'*` },
  { what: 'drop the marks', program: 'psql', words: `*'-c drop schema if exists drover cascade'*` },
  { what: 'compose stop', program: 'docker', words: `*' stop couch2pg'` },
  { what: 'compose up', program: 'docker', words: `*' up -d couch2pg'` },
  { what: 'dump', program: 'pg_dump', words: `*'-F tar'*` },
  { what: 'restore', program: 'pg_restore', words: `*'--single-transaction'*` },
] as const

/** A program that a job ran, or `begun` for the job's own script. */
export interface Call {
  readonly job: string
  readonly what: string
}

/** What the hosts themselves saw, in a ledger that no journal knows of. */
export interface Programs {
  calls(): Promise<readonly Call[]>
}

type Host = Pick<SshHost, 'binDir'>

/** Puts words before the programs of hosts that write each call into a ledger in a folder, and each script of a job that begins. */
export async function countPrograms(hosts: readonly Host[], dir: string): Promise<Programs> {
  const path = join(dir, 'calls')
  for (const host of hosts) {
    await countScripts(host, path)
    for (const { what, program, words } of COUNTED)
      await standIn(host, program, `case "$*" in ${words}) ${note(what, path)};; esac`)
  }
  return { calls: async () => callsIn(await readFile(path, 'utf8').catch(() => '')) }
}

/** Every job becomes its script by way of bash. The real one is beyond the host's own folder of programs. */
function countScripts(host: Host, path: string): Promise<unknown> {
  const real = `exec "$(PATH=\${PATH#*:}; command -v bash)" "$@"`
  return standIn(host, 'bash', `case "$*" in *'/script') ${note('begun', path)};; esac\n${real}`)
}

function note(what: string, path: string): string {
  return `echo "\${DROVER_JOB##*/} ${what}" >> '${path}'`
}

function callsIn(text: string): readonly Call[] {
  return text.split('\n').flatMap((line) => {
    const space = line.indexOf(' ')
    return space === -1 ? [] : [{ job: line.slice(0, space), what: line.slice(space + 1) }]
  })
}
