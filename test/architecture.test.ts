import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { test } from 'node:test'

const root = process.cwd()

/** What each part of the house may import of ours, beside itself. What is not in the table may not exist. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  checks: ['model'],
  recipes: ['model', 'checks'],
  'kit.ts': ['model', 'checks', 'recipes'],
  engine: ['model'],
  journal: ['model', 'program.ts'],
  remote: ['model'],
  sources: ['model'],
  slack: ['model'],
  report: ['model'],
  config: ['model'],
  serving: ['model'],
  'local-slack': ['program.ts'],
  demo: ['program.ts'],
  'address.ts': ['model'],
  'answer.ts': ['model', 'address.ts', 'make-plan.ts'],
  'catalog.ts': ['model', 'program.ts'],
  'ending.ts': ['model'],
  'examine.ts': ['model', 'remote'],
  'log.ts': ['model'],
  'make-plan.ts': ['model', 'plan-names.ts'],
  'plan-names.ts': ['model'],
  'plan-today.ts': ['model', 'make-plan.ts'],
  'program.ts': [],
  'reply-text.ts': ['model'],
  'app.ts': [
    'answer.ts',
    'catalog.ts',
    'config',
    'ending.ts',
    'engine',
    'examine.ts',
    'journal',
    'log.ts',
    'model',
    'plan-today.ts',
    'remote',
    'report',
    'slack',
    'sources',
  ],
  cli: [
    'app.ts',
    'catalog.ts',
    'config',
    'demo',
    'ending.ts',
    'engine',
    'examine.ts',
    'journal',
    'local-slack',
    'make-plan.ts',
    'model',
    'program.ts',
    'reply-text.ts',
    'report',
    'serving',
    'slack',
  ],
  'main.ts': ['cli'],
  migrations: ['kit.ts'],
  commands: ['kit.ts'],
}

/** Packages and Node's modules for those who keep I/O out; the others may use what they need. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  model: ['node:crypto', 'node:stream', 'zod'],
  checks: ['zod'],
  recipes: ['zod'],
  'kit.ts': ['zod'],
  migrations: [],
  commands: [],
}

/** Files whose own process they are. */
const READ_ENV = [
  'src/cli/demo/bot-process.ts',
  'src/demo/couch2pg/main.ts',
  'src/demo/data-folder.ts',
  'src/demo/runtime/container.ts',
  'src/demo/runtime/place.ts',
  'src/main.ts',
]

const TOP_LEVEL = [
  ...['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'bench', 'commands', 'manifest.yml', 'migrations'],
  ...['package-lock.json', 'package.json', 'src', 'test', 'tsconfig.json'],
]

const MOST_LINES = 250
const MEDIAN_LINES = 60

interface Source {
  readonly path: string
  readonly part: string
  readonly text: string
}

function sourcesIn(folder: string): readonly Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|js)$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name))
    .sort()
    .map((path) => ({ path, part: partOf(path), text: readFileSync(join(root, path), 'utf8') }))
}

/** `src/model/run.ts` is model, `src/app.ts` is app.ts, `migrations/x/y.ts` is migrations. */
function partOf(path: string): string {
  const [first = '', second = ''] = path.split('/')
  return first === 'src' ? second : first
}

function importsOf({ text }: Source): readonly string[] {
  const found = text.matchAll(/(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?'([^']+)'|\bimport\('([^']+)'\)/g)
  return [...found].map(([, plain, dynamic]) => plain ?? dynamic ?? '')
}

const SOURCES = ['src', 'commands', 'migrations'].flatMap(sourcesIn)

function wrongImports(source: Source): readonly string[] {
  const allowed = MAY_IMPORT[source.part]
  if (!allowed) return [`${source.path}: ${source.part} is not in the table`]
  return importsOf(source).flatMap((name) => {
    if (!name.startsWith('.')) {
      const packages = MAY_USE[source.part]
      return packages && !packages.includes(name) ? [`${source.path} uses ${name}`] : []
    }
    const target = relative(root, normalize(join(root, dirname(source.path), name)))
    const part = partOf(target)
    return part === source.part || allowed.includes(part) ? [] : [`${source.path} imports ${target}`]
  })
}

test('every import is one that the table allows', () => {
  assert.deepEqual(SOURCES.flatMap(wrongImports), [])
})

test('the reader of imports sees all ways to write one', () => {
  const text = `import a from './a.ts'\nimport {\n  type B,\n  c,\n} from "x"\nexport * from './d.ts'\nimport './e.ts'\nexport { f } from './f.ts'\nconst g = await import('./g.ts')`
  const path = 'src/model/sample.ts'
  assert.deepEqual(importsOf({ path, part: 'model', text }), ['./a.ts', './d.ts', './e.ts', './f.ts', './g.ts'])
})

test('subcommands import nothing but the kit, not even each other', () => {
  const commands = SOURCES.filter(({ part }) => part === 'commands')
  assert.deepEqual(
    commands.filter((source) => importsOf(source).join() !== '../src/kit.ts').map(({ path }) => path),
    [],
  )
})

test('a migration imports the kit and its own folder', () => {
  const inside = SOURCES.filter(({ part }) => part === 'migrations')
  const wrong = inside.flatMap((source) =>
    importsOf(source)
      .filter((name) => !name.endsWith('src/kit.ts') && !name.startsWith('./'))
      .map((name) => `${source.path} imports ${name}`),
  )
  assert.deepEqual(wrong, [])
})

test('the stand-ins know nothing of Drover', () => {
  const standIns = SOURCES.filter(({ part }) => part === 'demo' || part === 'local-slack')
  assert.ok(standIns.length > 50)
  assert.deepEqual(standIns.flatMap(wrongImports), [])
})

test(`no file is longer than ${MOST_LINES} lines, and half of them have ${MEDIAN_LINES} at most`, () => {
  const lines = SOURCES.map(({ path, text }) => ({ path, count: text.split('\n').length - 1 }))
  assert.deepEqual(
    lines.filter(({ count }) => count > MOST_LINES),
    [],
  )
  const sorted = lines.map(({ count }) => count).sort((a, b) => a - b)
  assert.ok((sorted[Math.floor(sorted.length / 2)] ?? 0) <= MEDIAN_LINES)
})

test('the top level holds what the owner decided and nothing else', () => {
  const made = ['data', 'dist', 'node_modules']
  const found = readdirSync(root).filter((name) => !name.startsWith('.') && !made.includes(name))
  assert.deepEqual(found.sort(), TOP_LEVEL)
})

test('only the entry of a process reads its environment', () => {
  const readers = SOURCES.filter(({ text }) => /process\.env\b(?!\.)/.test(withoutComments(text)))
  assert.deepEqual(
    readers.map(({ path }) => path),
    READ_ENV,
  )
})

test('one definition of a log serves all', () => {
  const defining = SOURCES.filter(({ part, text }) => part !== 'demo' && /interface Log\b/.test(text))
  assert.deepEqual(
    defining.map(({ path }) => path),
    ['src/model/ports.ts'],
  )
})

const WORDS = ['workflow', 'pipeline', 'task', 'stage', 'saga', 'orchestrator', 'sanity', 'whitelist', 'kill']

/** Words of others that we have to repeat. */
const ALLOWED: readonly (readonly [RegExp, RegExp])[] = [
  [/./, /task_card|task_id|\btasks\b|\btaskCard\b|_active_tasks|task_queues/g],
  [
    /^src\/(remote|recipes|demo|cli\/demo)\//,
    /\bkill\(|\bkill "\$\w|\bkill -|\bkill \$\S|\bkill: |'kill'|killContainer|process\.kill/g,
  ],
]

function wordsIn({ path, text }: Source): readonly string[] {
  const ours = ALLOWED.reduce((rest, [where, what]) => (where.test(path) ? rest.replaceAll(what, '') : rest), text)
  const parts = ours.replace(/([a-z])([A-Z])/g, '$1 $2').match(/[A-Za-z]+/g) ?? []
  const said = new Set(parts.map((word) => (word === word.toUpperCase() ? word : word.toLowerCase())))
  return WORDS.filter((word) => said.has(word) || said.has(`${word}s`)).map((word) => `${path}: ${word}`)
}

test('words that the house does not use are nowhere in names or texts', () => {
  assert.deepEqual(SOURCES.flatMap(wordsIn), [])
})

test('the search for words looks inside names', () => {
  const sample = {
    path: 'src/model/sample.ts',
    part: 'model',
    text: 'const runPipeline = staged + task_card + SIGKILL',
  }
  assert.deepEqual(wordsIn(sample), ['src/model/sample.ts: pipeline'])
})

test('nobody quiets the compiler or the linter', () => {
  const quiet = /@ts-(ignore|expect-error|nocheck)|biome-ignore|as unknown as/
  assert.deepEqual(
    SOURCES.filter(({ text }) => quiet.test(text)).map(({ path }) => path),
    [],
  )
})

test('nothing is called by a name that says nothing', () => {
  assert.deepEqual(
    SOURCES.map(({ path }) => path).filter((path) => /\b(utils?|helpers?|common|services?|managers?)\b/.test(path)),
    [],
  )
})

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}
