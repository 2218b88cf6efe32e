// Runs the linter, the compiler and the tests, and ends with one line that counts: N passed, N failed.
// `--all` runs the tests in *.long.test.ts, too: of benches, stand-ins and rare hosts, which need not run with every change.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { finished } from 'node:stream/promises'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { bundle, copyAssets } from './bundle.mjs'
import { compileMachineCode } from './machine-code.mjs'

const BUILD = '.test-build'
const isAll = process.argv.includes('--all')
const only = process.argv.slice(2).filter((word) => word !== '--all')

/** What tests, and we here, find by its file. */
const FOUND_BY_FILE = [
  'bench/main.ts',
  'bench/bot/bot.ts',
  'bench/faults/stage/mover-bot.ts',
  'bench/move/mover-bot.ts',
  'bench/move/shaped-link.ts',
  'bench/storm/mortal-bot.ts',
  'src/demo/bed.ts',
  'src/demo/data-folder.ts',
  'src/demo/tools.ts',
  'src/slack/socket-guard.ts',
  'test/remote/bed/start-forever.ts',
  ...readdirSync('test/journal/sqlite/children').map((name) => join('test/journal/sqlite/children', name)),
]

/** Test files at a time on two cores: of those that work, and beside them of those that mostly wait. */
const AT_ONCE = { busy: 3, waiting: 1 }

/** Places of files that mostly wait, for Slack's pace or for a line that is slow on purpose. */
const WAITING = ['slack/', 'cuts', 'canary', 'paced', 'pause', 'ssh/']

/** SQLite is slower so, but tests ask little of it, and its compiler takes half the time. */
const COMPILE_QUICKLY = { CFLAGS: '-O1', CXXFLAGS: '-O1' }

/** Folders whose files mostly take less time than a process takes to start. */
const LIGHT = [
  'checks',
  'cli',
  'commands',
  'config',
  'engine',
  'journal',
  'local-slack',
  'migrations',
  'model',
  'recipes',
  'remote',
  'report',
  'serving',
  'slack',
]

/** Places of files that take longest: they start first, so that none is left over at the end. */
const FIRST = ['variants', 'hard/', 'whole-cluster', 'physical/', 'e2e/', 'pipes', 'sending', 'planner', 'together']

function testFiles(from) {
  return readdirSync(from, { recursive: true })
    .filter((name) => /\.test\.[jt]s$/.test(name) && (isAll || !name.includes('.long.')))
    .map((name) => join(from, name))
    .sort()
}

function longestFirst(files) {
  const rank = (file) => {
    const at = FIRST.findIndex((part) => file.includes(part))
    return at < 0 ? FIRST.length : at
  }
  return files.toSorted((one, other) => rank(one) - rank(other))
}

function tool(name, args) {
  console.log(`\n== ${name} ${args.join(' ')}`)
  const ok = spawnSync(join('node_modules', '.bin', name), args, { stdio: 'inherit' }).status === 0
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 }
}

/** Bundled, tests and what they start need half the time to start that they would need as they are compiled. */
async function compile() {
  const result = tool('tsc', ['--noEmit'])
  const isBundled = await bundle(BUILD, ...FOUND_BY_FILE, ...testFiles('test')).then(() => true, sayNo)
  copyAssets(BUILD, 'test')
  return isBundled ? result : { passed: 0, failed: 1 }
}

function sayNo(error) {
  console.error(error)
  return false
}

/** The files of a light folder share a process; not those with hooks, which would be for all. */
function together(files) {
  const source = (file) => relative(BUILD, file).replace(/js$/, 'ts')
  const hasHooks = (file) => /\b(before|after)(Each)?\(/.test(readFileSync(source(file), 'utf8'))
  const rest = new Set(files)
  const shared = LIGHT.map((folder) => {
    const from = join(BUILD, 'test', folder)
    const light = files.filter((file) => !relative(from, file).startsWith('..') && !hasHooks(file))
    for (const file of light) rest.delete(file)
    const imports = light.map((file) => `import ${JSON.stringify(`./${relative(from, file)}`)}\n`)
    const path = join(from, 'together.test.js')
    writeFileSync(path, imports.join(''))
    return path
  })
  return [...rest, ...shared]
}

/** Two servers of each pair that the tests start, made once: making them takes more time than many a test. */
async function makeDataFolders() {
  const from = (name) => import(resolve(BUILD, `src/demo/${name}.js`))
  const [{ makeDataFolders }, { findTools }] = await Promise.all([from('data-folder'), from('tools')])
  const folder = mkdtempSync(join(tmpdir(), 'drover-data-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  await makeDataFolders(folder, ['pg-old', 'pg-new', 'old-pg', 'new-pg'], (await findTools()).postgresBinDir)
  process.env.DROVER_DATA_FOLDERS = folder
}

/** Node's own runner, told the order: by its command line it would sort the files by name. What waits is told last. */
async function test(files) {
  console.log(`\n== ${files.length} files`)
  if (only.length > 0) process.execArgv.push('--import', 'tsx')
  const waits = (file) => WAITING.some((part) => file.includes(part))
  const lanes = [
    lane(
      files.filter((file) => !waits(file)),
      AT_ONCE.busy,
    ),
    lane(files.filter(waits), AT_ONCE.waiting),
  ].flat()
  for (const { report } of lanes) await tell(report)
  if (only.length === 0) tellSlowest(Object.assign({}, ...lanes.map(({ counts }) => counts.seconds)))
  return sumOf(lanes.map(({ counts }) => counts))
}

function lane(files, concurrency) {
  if (files.length === 0) return []
  const tests = run({ files: files.map((file) => resolve(file)), concurrency })
  return [{ counts: countTests(tests), report: tests.compose(new spec()) }]
}

async function tell(report) {
  report.pipe(process.stdout)
  await finished(report)
}

function sumOf(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  return { passed: sum('passed'), failed: sum('failed') }
}

/** Counts tests, not the suites and files around them, and adds up how long the tests of each file took. */
function countTests(tests) {
  const counts = { passed: 0, failed: 0, seconds: {} }
  const count =
    (outcome) =>
    ({ file, nesting, details, skip }) => {
      if (file && nesting === 0) counts.seconds[file] = (counts.seconds[file] ?? 0) + details.duration_ms / 1000
      if (details.type !== 'suite' && skip === undefined) counts[outcome] += 1
    }
  tests.on('test:pass', count('passed'))
  tests.on('test:fail', count('failed'))
  return counts
}

/** Where the time goes, for whoever wants it back. */
function tellSlowest(seconds) {
  const slowest = Object.entries(seconds).sort(([, one], [, other]) => other - one)
  for (const [file, took] of slowest.slice(0, 12))
    console.log(`${took.toFixed(1).padStart(7)} s  ${file.slice(file.indexOf('test/'))}`)
}

const machineCode = compileMachineCode(COMPILE_QUICKLY)
const checks = only.length > 0 ? [] : [tool('biome', ['check', '.']), await compile()]
const files = only.length > 0 ? only : longestFirst(together(testFiles(join(BUILD, 'test'))))
// Without them every server makes its own.
if (only.length === 0) await makeDataFolders().catch(sayNo)
await machineCode
const results = [...checks, await test(files)]
const { passed, failed } = sumOf(results)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
