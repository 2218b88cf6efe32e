import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Machine } from './machine.ts'

/** Sets the clock that the host's programs see ahead by so many hours, or behind when that is below 0. */
export async function setClockOf({ binDir }: Machine, aheadHours: number): Promise<void> {
  const text = `#!/bin/sh
case "$1" in +%s) echo $(($(/usr/bin/date +%s) + ${aheadHours * 3600})) ;; *) exec /usr/bin/date -d "${aheadHours} hours" "$@" ;; esac
`
  await writeFile(join(binDir, 'date'), text, { mode: 0o755 })
}
