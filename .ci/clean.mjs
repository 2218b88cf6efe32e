import { rmSync } from 'node:fs'

// A file that was removed from the sources must not live on as a command or a migration.
rmSync('dist', { recursive: true, force: true })
