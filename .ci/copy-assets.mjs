import { chmodSync, cpSync } from 'node:fs'

for (const folder of ['src/local-slack/page', 'src/journal/sqlite/schema']) {
  cpSync(folder, `dist/${folder}`, { recursive: true })
}
chmodSync('dist/src/main.js', 0o755)
