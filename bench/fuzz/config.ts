import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { parse, stringify } from 'yaml'
import { createReach } from '../../src/app.ts'
import { parseConfig } from '../../src/config/load.ts'
import { policiesFor } from '../../src/config/policies.ts'
import { readSettings, readTokens } from '../../src/config/settings.ts'
import { remote, sh } from '../../src/kit.ts'
import { samplePlan } from '../../test/model/sample.ts'
import { answered } from './answered.ts'
import { hostileText } from './hostile.ts'
import { mutated, mutatedText } from './mutate.ts'
import { type Target, target } from './target.ts'

const README = readFileSync('README.md', 'utf8')

/** Every drover.yml that the README shows, and one with every setting. */
const BASES = [
  ...[...README.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text = '']) => text),
  `
channels: [C0OPS]
roles: { dba: { users: [U0DAN] }, data-owner: { usergroup: S0OWNERS }, all: { channel: C0OPS } }
hosts:
  old-pg: { address: 10.0.0.1, port: 2222, user: drover, key: /etc/drover/key, passphrase: key-pass, jump: bastion, direct: { new-pg: ssh new-pg }, env: { A: b } }
  new-pg: { address: 10.0.0.2, user: drover, agent: true }
  bastion: { connect: local }
secrets: { key-pass: env:KEY_PASS, pg: file:/etc/drover/pg, couch: "command:pass couch" }
operators: { ann: U0ANNA }
policies: { may: { start: [dba] }, windows: [{ days: [sat], from: "22:00", to: "04:00", zone: Africa/Nairobi }], override: dba, stepUp: totp, rehearsal: { within: 30d, atLeast: 80, reverse: true } }
environments: { production: { hosts: [old-pg], policies: { freezes: [{ from: "2026-12-24T00:00:00Z", to: "2027-01-02T00:00:00Z", reason: Holidays }] } } }
migrations: { couch2pg-move: { defaults: { sourcePort: 5433 }, rehearsal: { database: trial } } }
`,
]

const texts = fc
  .constantFrom(...BASES)
  .chain((base) => fc.oneof(mutatedText(base), mutated(parse(base)).map(yamlOf), nested))
const nested = fc
  .tuple(fc.constantFrom('[', '{a: ', '- ', '? ', '&a [*a, '), fc.integer({ min: 1, max: 3000 }))
  .map(([piece, times]) => piece.repeat(times))
const act = remote('say', { on: 'old-pg', run: sh`true`, repeatable: true, undo: 'none', timeout: '1m' })

/** drover.yml and the environment, broken by hand or on purpose. */
export const config: readonly Target[] = [
  target('drover.yml', texts, async (text) => {
    const read = await answered(() => parseConfig(text, 'drover.yml'))
    if (!read) return
    policiesFor(read, samplePlan([act]))
    const reach = await answered(() => createReach(read, {}))
    await reach?.close()
  }),
  target(
    'the environment',
    fc.dictionary(
      fc.constantFrom('DROVER_LOG', 'PORT', 'SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_API_URL'),
      hostileText,
    ),
    (env) => answered(() => readTokens(readSettings(env))),
  ),
]

function yamlOf(value: unknown): string {
  return stringify(value, { aliasDuplicateObjects: false }) ?? ''
}
