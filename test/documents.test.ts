import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { tsImport } from 'tsx/esm/api'
import { loadMigrations, loadSubcommands } from '../src/catalog.ts'
import { CLI_COMMANDS } from '../src/cli/cli.ts'
import { parseConfig } from '../src/config/load.ts'
import { paramNames } from '../src/model/migration.ts'
import { parseLine } from '../src/slack/parse.ts'

const root = process.cwd()
const subcommands = await loadSubcommands()
const migrations = await loadMigrations()
const readme = readFileSync(join(root, 'README.md'), 'utf8')

/** Fenced blocks of one language in the README. */
function blocks(language: string): readonly string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text = '']) => text)
}

test('every file in commands/ is a subcommand with usage and help', () => {
  const files = readdirSync(join(root, 'commands')).map((name) => name.replace(/\.ts$/, ''))
  assert.deepEqual(
    subcommands.map(({ name }) => name),
    files.sort((a, b) => a.localeCompare(b)),
  )
  for (const { name, usage, help } of subcommands) {
    assert.match(help, /^[A-Z].*[^ ]\.$/, name)
    assert.ok(help.length <= 80, `${name}: a help of ${help.length} characters does not fit a line`)
    assert.equal(usage.trim(), usage, name)
  }
})

test('every command of the terminal says what it does, under a name of its own', () => {
  const names = CLI_COMMANDS.map(({ name }) => name)
  assert.deepEqual([...new Set(names)], names)
  for (const { name, help } of CLI_COMMANDS) assert.match(help, /^[A-Z].*\.$/, name)
})

test('the table of subcommands in the README is the one that help shows', () => {
  const [, table = ''] = /<!-- commands -->\n([\s\S]*?)<!-- \/commands -->/.exec(readme) ?? []
  const escaped = (text: string) => text.replaceAll('|', '\\|')
  const rows = subcommands.map(
    ({ name, usage, help }) => `| \`/migrate ${name}${usage ? ` ${escaped(usage)}` : ''}\` | ${escaped(help)} |`,
  )
  assert.equal(table.trim(), ['| type | to |', '|---|---|', ...rows].join('\n'))
})

test('the README names every command of the terminal', () => {
  const [line = ''] = /`drover serve \|[^`]*`/.exec(readme) ?? []
  const named = line
    .replaceAll('`', '')
    .replace('drover ', '')
    .split(' | ')
    .map((part) => part.split(' ')[0])
  assert.deepEqual([...new Set(named)].sort(), CLI_COMMANDS.map(({ name }) => name).sort())
})

test('every /migrate in the README is one that is there', () => {
  const known = subcommands.map(({ name }) => name)
  const typed = [...readme.matchAll(/`\/migrate ([a-z]+)/g)].map(([, name = '']) => name)
  assert.deepEqual(
    typed.filter((name) => !known.includes(name)),
    [],
  )
})

test('every start in the README names params that the migration has', () => {
  const lines = [...readme.matchAll(/\/migrate (?:start|plan) ([a-z0-9-]+) ([^`\n…]*)/g)]
  for (const [, name = '', rest = ''] of lines) {
    const migration = migrations.find((one) => one.name === name)
    assert.ok(migration, `the README starts ${name}`)
    const { options } = parseLine(`start ${name} ${rest}`)
    const names = paramNames(migration.schema)
    assert.deepEqual(
      Object.keys(options).filter((key) => !names.includes(key)),
      [],
    )
  }
})

test('every drover.yml in the README is one that Drover accepts', () => {
  const files = blocks('yaml').filter((text) => text.includes('channels:'))
  assert.ok(files.length > 0)
  const fingerprint = `SHA256:${'a'.repeat(43)}`
  for (const text of files) assert.ok(parseConfig(text.replaceAll('SHA256:…', fingerprint), 'README.md'))
})

test('the code in the README compiles as strictly as our own and makes a migration', async () => {
  const snippets = blocks('ts')
  assert.ok(snippets.length > 0)
  const folder = mkdtempSync(join(tmpdir(), 'drover-readme-'))
  try {
    const files = snippets.map((text, index) => writeSnippet(folder, `snippet-${index}.ts`, text))
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settingsFor(files)))
    assert.equal(complaints(folder), '')
    for (const file of files) {
      const { default: migration } = await tsImport(pathToFileURL(file).href, import.meta.url)
      assert.match(migration.name, /^[a-z0-9]+(-[a-z0-9]+)*$/)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

function writeSnippet(folder: string, name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text.replaceAll("'../src/", `'${relative(folder, root)}/src/`))
  return file
}

function settingsFor(files: readonly string[]): object {
  const typeRoots = [join(root, 'node_modules/@types')]
  return {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { noEmit: true, rootDir: '/', typeRoots },
    include: [],
    files,
  }
}

/** What the compiler says; empty when it is content. */
function complaints(folder: string): string {
  try {
    execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8', stdio: 'pipe' })
    return ''
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error)
  }
}

test('the changelog tells what is not released yet first', () => {
  const [first] = /^## .*$/m.exec(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')) ?? []
  assert.equal(first, '## Unreleased')
})

test('what is published says where it came from nowhere', () => {
  const texts = ['README.md', 'CHANGELOG.md', 'manifest.yml', 'package.json'].map((name) =>
    readFileSync(join(root, name), 'utf8'),
  )
  for (const text of texts) assert.doesNotMatch(text, /\/work\b|\/tmp\/|localhost:\d{4}\/npm|TODO|FIXME/)
})
