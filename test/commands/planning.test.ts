import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { createAnswer } from '../../src/answer.ts'
import { loadSubcommands } from '../../src/catalog.ts'
import { AUTO, defineMigration } from '../../src/model/migration.ts'
import { host } from '../../src/model/params.ts'
import { replyText } from '../../src/reply-text.ts'
import { parseLine } from '../../src/slack/parse.ts'
import { fakeTools } from '../checks/fake-tools.ts'
import { peopleOf, type Scene, withScene } from '../engine/scene.ts'
import { PLUG } from '../model/steps-for-steering.ts'
import { recordsOn } from '../report/records-on.ts'

const subcommands = await loadSubcommands()
const migration = defineMigration({
  name: 'move-box',
  summary: 'Move a box',
  params: z.strictObject({ source: host(), way: z.enum(['road', 'rail', AUTO]).default(AUTO) }),
  roles: ['dba'],
  steps: () => [PLUG],
  planner: async () => ({ chosen: { way: 'rail' }, because: ['way=rail: it rains.', 'Forecast: about 8 s (5–15).'] }),
})

async function types(scene: Scene, line: string) {
  const answer = createAnswer({
    migrations: [migration],
    subcommands,
    runs: scene.runs,
    people: peopleOf({ dba: ['U0', 'U1'] }),
    records: recordsOn(scene.world.journal, scene.world.tools.now),
    enrolling: { offer: async () => undefined, confirm: async () => true },
    examine: async () => [],
    hostNames: ['old', 'new'],
    secretNames: [],
    defaults: () => ({}),
    tools: fakeTools({}),
  })
  return answer(parseLine(line), { userId: 'U0', channel: 'C1', via: 'command' })
}

test(
  'plan shows what was chosen and why, once, before the steps',
  withScene([PLUG], async (scene) => {
    const reply = await types(scene, 'plan move-box source=old')
    assert.deepEqual(reply.plan?.params, { source: 'old', way: 'rail' })
    const [, because, steps] = replyText(reply).split('\n\n')
    assert.equal(because, 'way=rail: it rains.\nForecast: about 8 s (5–15).')
    assert.match(steps ?? '', /^ {2}1\. plug/)
  }),
)

test(
  'start says what was chosen and why, and the run keeps it',
  withScene([PLUG], async (scene) => {
    const { text } = await types(scene, 'start move-box source=old')
    const run = (await scene.world.journal.list({})).find(({ plan }) => plan.migration === 'move-box')
    assert.equal(
      text,
      `Run ${run?.id} of move-box has started. You are its driver. /migrate status ${run?.id}\nway=rail: it rains.\nForecast: about 8 s (5–15).`,
    )
    assert.deepEqual(run?.plan.params, { source: 'old', way: 'rail' })
    assert.deepEqual(run?.plan.because, ['way=rail: it rains.', 'Forecast: about 8 s (5–15).'])
  }),
)
