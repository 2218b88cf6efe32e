// Runs the linter, the compiler and every test, and ends with one line that counts: N passed, N failed.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const only = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'drover-tests-'))

function testFiles(from) {
  return readdirSync(from, { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(from, name))
    .sort()
}

function tool(name, args) {
  console.log(`\n== ${name} ${args.join(' ')}`)
  return spawnSync(join('node_modules', '.bin', name), args, { stdio: 'inherit' }).status === 0
}

/** Node's own runner, with a second reporter that counts. */
function suite(name, files, concurrency) {
  if (files.length === 0) return { passed: 0, failed: 0 }
  console.log(`\n== ${name}: ${files.length} files`)
  const counts = join(folder, `${name}.json`)
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./.ci/count-reporter.mjs',
    `--test-reporter-destination=${counts}`,
  ]
  const { status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--test', `--test-concurrency=${concurrency}`, ...reporters, ...files],
    { stdio: 'inherit' },
  )
  const { passed, failed } = JSON.parse(readFileSync(counts, 'utf8') || '{"passed":0,"failed":1}')
  return { passed, failed: status === 0 || failed > 0 ? failed : failed + 1 }
}

const files = only.length > 0 ? only : testFiles('test')
const isEndToEnd = (file) => file.startsWith(join('test', 'e2e'))
const results = [
  ...(only.length > 0
    ? []
    : [tool('biome', ['check', '.']), tool('tsc', ['--noEmit'])].map((ok) => ({
        passed: ok ? 1 : 0,
        failed: ok ? 0 : 1,
      }))),
  suite(
    'units',
    files.filter((file) => !isEndToEnd(file)),
    2,
  ),
  suite('end-to-end', files.filter(isEndToEnd), 1),
]
rmSync(folder, { recursive: true, force: true })

const sum = (key) => results.reduce((total, result) => total + result[key], 0)
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') === 0 && sum('passed') > 0 ? 0 : 1
