import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/** Programs on the demo's hosts. They are started often, so they load little: nothing of the bot's, and zod's small edition. */
const STAND_INS = [
  'src/demo/couch2pg/main.ts',
  ...['docker', 'journalctl', 'systemctl'].map((name) => `src/demo/runtime/${name}.ts`),
]

/** What else is started in a process of its own. Nothing imports these. */
const PROGRAMS = ['src/main.ts', 'src/demo/janitor-main.ts']

// Old packages want a require. The others bring, or look for, files beside themselves, so they stay where they are.
const REQUIRE =
  "import { createRequire as requireFrom } from 'node:module'\nconst require = requireFrom(import.meta.url)"
const IN_PLACE = ['better-sqlite3', 'ssh2', 'pg-native', 'playwright-core', 'fast-check', 'tsx', 'typescript']

/**
 * Bundles the programs, and some more, into a folder that is laid out as the sources are: to find and read hundreds of
 * modules would take a bot longer than all else that it does to start. What they have in common they share, also with the
 * commands and migrations, which are found by their files. What was removed from the sources does not live on.
 */
export async function bundle(folder, ...more) {
  rmSync(folder, { recursive: true, force: true })
  await together(folder, STAND_INS)
  await together(folder, [...PROGRAMS, ...modulesIn('commands'), ...modulesIn('migrations'), ...more])
  copyAssets(folder)
}

function together(folder, programs) {
  return build({
    entryPoints: [...programs, 'src/program.ts'],
    outdir: folder,
    outbase: '.',
    bundle: true,
    splitting: true,
    // Beside src/program.js, from where everything is found.
    chunkNames: 'src/[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: IN_PLACE,
    banner: { js: REQUIRE },
    logLevel: 'warning',
  })
}

/** Copies what stands beside the code and is not compiled. */
export function copyAssets(folder, ...more) {
  const isSource = (path) => path.endsWith('.ts') && !path.endsWith('.d.ts')
  for (const part of ['src/journal/sqlite/schema', 'src/local-slack/page', ...more])
    cpSync(part, join(folder, part), { recursive: true, filter: (path) => !isSource(path) })
}

function modulesIn(part) {
  const entries = readdirSync(part, { withFileTypes: true })
  return entries.map((entry) => join(part, entry.name, ...(entry.isDirectory() ? ['index.ts'] : [])))
}
