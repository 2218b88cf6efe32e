import { access, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { until } from '../../../src/demo/until.ts'
import type { Cell, Ending } from '../cell.ts'
import { type BotScene, withBots } from '../stage/bot-scene.ts'

/** Programs that the host runs while it takes a job and starts it, in their order, with a pattern of sh for their words. */
const PLACES = [
  { program: 'mkdir', words: '*/parcel.*' },
  { program: 'sync', words: '*/claim*' },
  { program: 'ln', words: '*/claim*' },
  { program: 'setsid', words: '*runner*run*' },
  { program: 'mkdir', words: '*/run' },
  { program: 'ln', words: '*/run/owner*' },
] as const

/** A second bot is told of the job by then, and has begun to look or to start it. */
const BESIDE_MS = 1000

/** The bot dies while the host is in the middle of claiming a job; the claim goes on beside the next bot, and then ends. */
export const KILL_IN_CLAIM: Cell = {
  part: 'Bot',
  name: 'kill-in-claim',
  fault: 'killed while the host claims a job, and another bot starts it beside the claim',
  should: 'each act once, nobody asked',
  may: 'right',
  run: () => withBots({ seconds: 0.2 }, dieInClaims),
}

async function dieInClaims(scene: BotScene): Promise<Ending> {
  scene.people.keepUnderWay(1)
  let bot = await scene.beginAndWait()
  for (const [index, { program, words }] of PLACES.entries()) {
    const brake = await putBrake(scene, program, words, `brake-${index}`)
    await brake.reached()
    await bot.kill()
    bot = await scene.beginAndWait()
    await wait(BESIDE_MS)
    await brake.release()
  }
  scene.people.keepUnderWay(0)
  return scene.endOf(bot, 1)
}

interface Brake {
  /** Until a program stands at it. */
  reached(): Promise<void>
  /** Lets it go on; the program is the usual one again. */
  release(): Promise<void>
}

/** The first time that the program is called with such words, it waits; later calls pass by. */
async function putBrake({ bed }: BotScene, program: string, words: string, name: string): Promise<Brake> {
  const [held, reached, path] = [join(bed.dir, name), join(bed.dir, `${name}-reached`), join(bed.host.binDir, program)]
  await writeFile(held, '')
  const script = `#!/bin/sh
PATH=\${PATH#*:}
case "$*" in ${words}) if mkdir '${reached}' 2>/dev/null; then while [ -e '${held}' ]; do sleep 0.05; done; fi ;; esac
exec ${program} "$@"
`
  await writeFile(`${path}.new`, script, { mode: 0o755 })
  await rename(`${path}.new`, path)
  return {
    async reached() {
      const isThere = () =>
        access(reached).then(
          () => true as const,
          () => undefined,
        )
      const otherwise = () => `No claim came to ${program}.`
      await until(isThere, { timeoutMs: 120_000, everyMs: 20, otherwise })
    },
    async release() {
      await rm(held)
      await rm(path, { force: true })
    },
  }
}
