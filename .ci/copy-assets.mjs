import { chmodSync, cpSync } from 'node:fs'

const [folder = 'dist', ...parts] = process.argv.slice(2)
const isSource = (path) => path.endsWith('.ts') && !path.endsWith('.d.ts')

// What stands beside the code and is not compiled: the page, schemas, recordings.
for (const part of ['src', ...parts])
  cpSync(part, `${folder}/${part}`, { recursive: true, filter: (path) => !isSource(path) })
chmodSync(`${folder}/src/main.js`, 0o755)
