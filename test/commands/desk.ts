import { z } from 'zod'
import { createAnswer } from '../../src/answer.ts'
import { loadSubcommands } from '../../src/catalog.ts'
import { defineMigration, type Migration } from '../../src/model/migration.ts'
import { host } from '../../src/model/params.ts'
import type { Run } from '../../src/model/run.ts'
import type { Step } from '../../src/model/step.ts'
import type { Reply } from '../../src/model/subcommand.ts'
import { parseLine } from '../../src/slack/parse.ts'
import { peopleOf, type Scene, withScene } from '../engine/scene.ts'
import { recordsOn } from '../report/records-on.ts'

const MEMBERS = { dba: ['U0', 'U1'], owner: ['U2'] }

/** Somebody at a keyboard, and where they sit. */
export interface Typist {
  readonly as?: string
  readonly channel?: string
  readonly thread?: string
  readonly via?: 'command' | 'cli'
}

/** Typed lines and their answers, on a run of the given steps. */
export interface Desk extends Scene {
  type(line: string, typist?: Typist): Promise<Reply>
  /** The text of the answer, or of the refusal. */
  says(line: string, typist?: Typist): Promise<string>
}

const subcommands = await loadSubcommands()

/** A test body with a run of these steps, started by U0 in C1. U1 is a dba, U2 an owner, U9 nobody. */
export function withDesk(
  steps: readonly Step[],
  body: (desk: Desk, run: Run) => Promise<void>,
  options: Parameters<typeof withScene>[2] = {},
): () => Promise<void> {
  const people = peopleOf(MEMBERS)
  return withScene(
    steps,
    async (scene) => {
      const answer = createAnswer({
        migrations: [sample(steps)],
        subcommands,
        get runs() {
          return scene.runs
        },
        people,
        get records() {
          return recordsOn(scene.world.journal, scene.world.tools.now)
        },
        enrolling: { offer: async () => undefined, confirm: async () => true },
        examine: async () => [
          { ok: true, what: 'host old', said: 'Debian 12' },
          { ok: false, what: 'host new', said: 'does not answer' },
        ],
        hostNames: ['old', 'new'],
        secretNames: [],
        defaults: () => ({ target: 'new' }),
      })
      const type = async (line: string, { as = 'U0', channel = 'C1', thread, via = 'command' }: Typist = {}) =>
        answer(parseLine(line), { userId: as, channel, via, run: thread })
      const says = (line: string, typist?: Typist) =>
        type(line, typist).then(
          ({ text }) => text,
          (error: Error) => error.message,
        )
      await body(Object.assign(Object.create(scene), { type, says }), await scene.run())
    },
    { members: MEMBERS, ...options },
  )
}

function sample(steps: readonly Step[]): Migration {
  return defineMigration({
    name: 'move-box',
    summary: 'Move a box',
    params: z.strictObject({ source: host(), target: host() }),
    roles: ['dba', 'owner'],
    steps: () => steps,
    locks: ({ source }) => [`box:${source}`],
  })
}
