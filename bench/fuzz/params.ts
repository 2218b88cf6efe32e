import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { loadMigrations } from '../../src/catalog.ts'
import { defineMigration, destructive, remote, sh, z } from '../../src/kit.ts'
import { type Migration, paramNames } from '../../src/model/migration.ts'
import { actsOf, lintPlan, type Plan, planOf } from '../../src/model/plan.ts'
import { planText } from '../../src/model/plan-text.ts'
import { render } from '../../src/model/shell.ts'
import { typedLine } from '../../src/model/typed-line.ts'
import { answered, assertSentence, MESSAGE_CHARS } from './answered.ts'
import { hostileText } from './hostile.ts'
import { assertWords } from './run-words.ts'
import { Injection, type Target, target } from './target.ts'

/** What the README starts couch2pg-move with, and one of every param. */
const PLAIN: Readonly<Record<string, string>> = {
  source: 'old-pg',
  target: 'new-pg',
  couchdbUrl: 'https://cht.example.org/medic',
  couchdbPassword: 'couchdb',
  sourcePassword: 'source-pg',
  targetPassword: 'target-pg',
  sleepMins: '60',
  limit: '20MB/s',
  database: 'cht',
}

/** Takes any text at all and puts it into commands in every way there is. */
const anyText = defineMigration({
  name: 'any-text',
  summary: 'Params without a rule of their own',
  params: z.strictObject({ word: z.string(), other: z.string() }),
  roles: ['dba'],
  steps: ({ word, other }) => [
    remote('say', {
      on: 'old-pg',
      run: sh`printf '%s\0' -- ${word} ${other}`,
      repeatable: true,
      undo: 'none',
      timeout: '1m',
    }),
    destructive('drop', {
      destroys: word,
      approvals: { dba: 1 },
      typeToConfirm: other,
      on: 'old-pg',
      run: sh`printf '%s\0' -- "$(printf '%s.' ${word})" x=${other}`,
      undo: 'none',
      timeout: '1m',
    }),
  ],
})

/** Params of every migration, on their way into the plan and its commands. */
export async function params(): Promise<readonly Target[]> {
  const all = await loadMigrations()
  return [
    ...all.map((migration) =>
      target(`params of ${migration.name}`, inputsFor(migration), (typed) => planFrom(migration, typed)),
    ),
    ...all.map((migration) =>
      target(
        `outputs in the commands of ${migration.name}`,
        fc.array(hostileText, { minLength: 1, maxLength: 20 }),
        (outputs) => assertParses(migration, outputs),
        { inputsIn: (outputs) => outputs.length, aboutEach: 10 },
      ),
    ),
    target('params without a rule of their own', fc.tuple(hostileText, hostileText), ([word, other]) =>
      planFrom(anyText, { word, other }).then((plan) => plan && assertSaid(plan, word, other)),
    ),
  ]
}

function inputsFor({ schema }: Migration) {
  const name = fc.oneof(fc.constantFrom(...paramNames(schema)), hostileText)
  const value = fc.oneof(
    hostileText,
    fc.constantFrom(
      ...Object.values(PLAIN),
      'auto',
      'direct',
      'dump',
      'physical',
      '1e308',
      '16',
      `${'9'.repeat(400)}d`,
    ),
  )
  return fc
    .array(fc.tuple(name, value), { maxLength: 4 })
    .map((changes) => ({ ...PLAIN, ...Object.fromEntries(changes) }))
}

/** The whole way from what was typed to the printed plan; undefined when it was refused. */
async function planFrom(migration: Migration, typed: Readonly<Record<string, string>>): Promise<Plan | undefined> {
  const plan = await answered(() => planOf(migration, migration.parse(typed)), MESSAGE_CHARS)
  if (!plan) return undefined
  migration.open(typed)
  lintPlan(plan).forEach(assertSentence)
  planText(plan)
  typedLine('start', plan, migration)
  await answered(() => migration.rehearsal?.plan(plan.params, { database: Object.values(typed)[0] ?? '' }))
  return plan
}

async function assertParses(migration: Migration, outputs: readonly string[]): Promise<void> {
  const plan = planOf(migration, migration.parse(PLAIN))
  let next = 0
  const output = () => outputs[next++ % outputs.length]
  const texts: string[] = []
  for (const act of plan.steps.flatMap(actsOf)) {
    const text = act.do === 'job' ? await answered(() => render(act.run, { output })) : undefined
    if (text !== undefined) texts.push(text)
  }
  const script = texts.map((text, index) => `f${index}() {\n${text}\n}`).join('\n')
  const { status, stderr } = spawnSync('/bin/bash', ['-n'], { input: script })
  if (status !== 0) throw new Injection(`the commands do not parse: ${stderr}`)
}

/** Runs what the plan would: each command prints the words it was given. */
function assertSaid(plan: Plan, word: string, other: string): void {
  const [bytes, more] = [word, other].map((text) => Buffer.from(text).toString())
  const texts = plan.steps
    .flatMap(actsOf)
    .flatMap((act) => (act.do === 'job' ? [render(act.run, { output: () => undefined })] : []))
  const [said, dropped] = texts
  assertWords('bash', said ?? '', ['--', bytes ?? '', more ?? ''])
  assertWords('sh', dropped ?? '', ['--', `${bytes}.`, `x=${more}`])
}
