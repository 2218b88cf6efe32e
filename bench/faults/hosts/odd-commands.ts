import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { until } from '../../../src/demo/until.ts'
import { sh } from '../../../src/kit.ts'
import { progressOf } from '../../../src/model/run.ts'
import type { Cell, Ending } from '../cell.ts'
import { type HostScene, onMachine, wordsOf } from '../stage/host-scene.ts'
import { endsRight } from '../stage/job-endings.ts'
import { whereIs } from '../stage/small-bot.ts'

const HANGS = sh`sleep 4242 &
echo begin >> "$HOME/ledger"
wait
echo end >> "$HOME/ledger"`

/** How many processes of the job hang. */
const COUNT = `for words in /proc/[0-9]*/cmdline; do tr '\\0' ' ' < "$words" 2>/dev/null || :; echo; done | grep -c '^sleep 4242' || :`

/** It is ended with all of its processes when its time is over, and the run says so. */
async function hangs({ bot, ledger, machine, untilInLedger }: HostScene): Promise<Ending> {
  await bot.begin()
  await untilInLedger('begin')
  await until(async () => ((await machine.asRoot(COUNT)).trim() === '1' ? true : undefined), {
    timeoutMs: 60_000,
    otherwise: () => 'Nothing hung, so nothing was shown.',
  })
  const run = await bot.until('an end', ({ status }) => status !== 'running')
  const { failure } = progressOf(run, 'write')
  const left = await machine.asRoot(COUNT)
  const lines = await ledger()
  const isRight =
    run.status === 'failed' &&
    failure?.summary === 'write on far-host was stopped: it ran longer than 5 s.' &&
    lines.join() === 'begin' &&
    left.trim() === '0'
  const saw = `${whereIs(run)} The ledger holds ${wordsOf(lines)}; ${left.trim()} of its processes are left.`
  return { ended: isRight ? 'right' : 'wrong', saw }
}

/** Nothing waits for words that nobody will type. */
const READS = sh`cat
if read -r answer; then echo "$answer" >> "$HOME/ledger"; fi
echo begin >> "$HOME/ledger"
echo end >> "$HOME/ledger"`

/** A clock that is five hours ahead at one look and five behind at the next. */
const ODD_CLOCK = `#!/bin/sh
if [ -e "$HOME/late" ]; then rm -f "$HOME/late"; by=-18000; else : > "$HOME/late"; by=18000; fi
case "$1" in +%s) echo $(($(/usr/bin/date +%s) + by)) ;; *) exec /usr/bin/date -d "$by seconds" "$@" ;; esac
`

async function oddClock(scene: HostScene): Promise<Ending> {
  const path = join(scene.machine.binDir, 'date')
  await writeFile(path, ODD_CLOCK)
  await chmod(path, 0o755)
  await scene.bot.begin()
  await scene.untilInLedger('begin')
  await scene.letGo()
  const ending = await endsRight(scene)
  const { steps } = await scene.bot.run()
  const times = Object.values(steps).flatMap(({ startedAt, endedAt }) => [startedAt ?? '', endedAt ?? ''])
  return times.every((at, index) => at >= (times[index - 1] ?? ''))
    ? ending
    : { ended: 'wrong', saw: `The journal took the host's clock for its own: ${times.join(', ')}.` }
}

export const ODD_COMMANDS: readonly Cell[] = [
  {
    part: 'Hosts',
    name: 'hung-command',
    fault: 'a command of a job hangs for ever',
    should: 'it is ended with all of its processes when its time is over, and the run says so',
    may: 'right',
    run: () => onMachine({ run: HANGS, timeout: '5s' }, hangs),
  },
  {
    part: 'Hosts',
    name: 'stdin-closed',
    fault: 'a job reads standard input, where nobody will ever type',
    should: 'it finds the end of the input at once',
    may: 'right',
    run: () =>
      onMachine({ run: READS }, async (scene) => {
        await scene.bot.begin()
        return endsRight(scene)
      }),
  },
  {
    part: 'Hosts',
    name: 'clock-skew',
    fault: 'the clock of the host jumps between five hours ahead and five behind',
    should: 'nothing depends on it',
    may: 'right',
    run: () => onMachine({}, oddClock),
  },
]
