import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { runCli } from '../../src/cli/cli.ts'
import { stepUpFindings } from '../../src/cli/step-up-findings.ts'
import { parseConfig } from '../../src/config/load.ts'
import { createSqliteJournal } from '../../src/journal/sqlite/journal.ts'

const AT = '2026-11-02T09:00:00.000Z'

/** A terminal on a folder where no bot runs, and what it printed. */
interface Stage {
  readonly path: string
  readonly printed: string[]
  readonly terminal: Parameters<typeof runCli>[1]
  drover(...argv: string[]): Promise<number>
}

function withStage(body: (stage: Stage) => Promise<void>, enrolled: readonly string[] = []) {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drover-step-up-'))
    const path = join(folder, 'drover.sqlite')
    const printed: string[] = []
    const print = (text: string) => void printed.push(text)
    const terminal = { env: { DROVER_DATA: folder }, out: print, err: print, onSignal: () => undefined }
    try {
      if (enrolled.length > 0) await enrol(path, enrolled)
      await body({ path, printed, terminal, drover: (...argv) => runCli(argv, terminal) })
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
}

async function enrol(path: string, people: readonly string[]): Promise<void> {
  const { stepUps, journal } = createSqliteJournal({ path, now: () => new Date() })
  for (const person of people) {
    stepUps.offer(person, 'SECRET', AT)
    stepUps.enrol(person, 'SECRET', AT)
  }
  await journal.stop()
}

test(
  'where no bot runs the file itself says who has a code, and gives it up',
  withStage(
    async ({ drover, printed }) => {
      assert.equal(await drover('step-up'), 0)
      assert.equal(await drover('step-up', 'reset', 'U1'), 0)
      assert.equal(await drover('step-up', 'reset', 'U1'), 1)
      assert.equal(await drover('step-up'), 0)
      assert.deepEqual(printed, [
        `U1 since ${AT}\nU2 since ${AT}`,
        'U1 has no step-up code any more. /migrate enroll sends them a new one; let them do it while you see that it is them.',
        'U1 has no step-up code, so nothing changed. drover step-up lists who has one.',
        `U2 since ${AT}`,
      ])
    },
    ['U1', 'U2'],
  ),
)

test(
  'where nothing was ever written nobody has a code, and no file is made',
  withStage(async ({ drover, printed, path }) => {
    assert.equal(await drover('step-up'), 0)
    assert.deepEqual(printed, ['Nobody has a step-up code. /migrate enroll sends one.'])
    assert.equal(existsSync(path), false)
  }),
)

for (const words of [['reset'], ['remove', 'U1'], ['reset', 'U1', 'U2']])
  test(
    `drover step-up ${words.join(' ')} is bad usage`,
    withStage(async ({ drover, printed }) => {
      assert.equal(await drover('step-up', ...words), 2)
      assert.deepEqual(printed, ['drover step-up takes nothing, or: reset <slack user id>'])
    }),
  )

const MEMBERS: Readonly<Record<string, readonly string[]>> = { dba: ['U1', 'U2'], owner: ['U3', 'U4'] }
const people = { membersOf: async (role: string) => MEMBERS[role] ?? [] }

function configWith(rules: string) {
  const roles = 'roles: { dba: { users: [U1, U2] }, owner: { users: [U3, U4] } }'
  return parseConfig(`channels: [C1]\n${roles}\nhosts: { here: { connect: local } }\n${rules}`, 'drover.yml')
}

test(
  'doctor names whoever in a role has no code where a policy wants one',
  withStage(
    async ({ terminal }) => {
      const rules = 'environments: { production: { hosts: [here], policies: { stepUp: totp } } }'
      const says = 'no step-up code, which a policy wants for what cannot be undone. Each types /migrate enroll.'
      assert.deepEqual(await stepUpFindings(configWith(rules), people, terminal), [
        { ok: false, what: 'step-up', said: `U2 (dba) has ${says}` },
        { ok: false, what: 'step-up', said: `U3, U4 (owner) have ${says}` },
      ])
    },
    ['U1'],
  ),
)

test(
  'doctor is content when everybody has one, and says nothing where no policy wants any',
  withStage(
    async ({ terminal }) => {
      assert.deepEqual(await stepUpFindings(configWith('policies: { stepUp: totp }'), people, terminal), [
        { ok: true, what: 'step-up', said: 'everybody in a role has a code' },
      ])
      assert.deepEqual(await stepUpFindings(configWith(''), people, terminal), [])
    },
    ['U1', 'U2', 'U3', 'U4'],
  ),
)
