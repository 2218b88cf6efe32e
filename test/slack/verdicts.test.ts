import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { FADING, type Hall, openHall, ROLE_CHANNEL } from './verdicts/hall.ts'
import { DRIVER, REMOVED, type Somebody, STARTING_DBA, TABLE } from './verdicts/people.ts'
import { LEAVES, refusal, VERBS, type Verb } from './verdicts/rules.ts'
import { click, following, IN_WINDOW, inputsFor, type Way, waysOf } from './verdicts/ways.ts'

let hall: Hall
before(async () => {
  hall = await openHall()
  hall.office.slack.as(REMOVED.id).leave(ROLE_CHANNEL)
})
after(() => hall.stop())

interface Seen {
  readonly who: string
  readonly by: string
  readonly told: string | undefined
}

/** Everybody tries a verb in each way, one after the other; a run that somebody may change is theirs alone. */
async function tryVerb(verb: Verb): Promise<{ readonly seen: readonly Seen[]; readonly wanted: readonly Seen[] }> {
  const shared = await hall.runFor(verb)
  const rows = await Promise.all(
    TABLE.map(async (somebody) => {
      const both: { seen: Seen; wanted: Seen }[] = []
      let last = shared
      for (const [nth, way] of waysOf(verb).entries()) {
        const isFree = refusal(verb, somebody, '') !== undefined
        const place = isFree ? shared : nth > 0 && verb === 'hold' ? last : await hall.runFor(verb)
        both.push(await tryOnce(verb, somebody, way, place))
        if (verb === 'hold') await hall.office.tell({ type: 'release', by: { id: DRIVER.id, roles: [] } }, place.run)
        last = place
      }
      return both
    }),
  )
  return { seen: rows.flat().map(({ seen }) => seen), wanted: rows.flat().map(({ wanted }) => wanted) }
}

async function tryOnce(verb: Verb, somebody: Somebody, way: Way, { run, channel }: { run: string; channel: string }) {
  const cell = { who: somebody.is, by: way.name }
  const told = await way.act(hall, verb, somebody, run, channel)
  const history = await hall.historyOf(run)
  const mine = history.filter(({ actor, type }) => actor === somebody.id && type === LEAVES[verb])
  if (told === undefined) assert.ok(mine.length > 0, `${verb} by ${somebody.is} through ${way.name} left nothing`)
  return { seen: { ...cell, told }, wanted: { ...cell, told: refusal(verb, somebody, run) } }
}

for (const verb of VERBS)
  test(`${verb} is judged alike for everybody, whichever way it comes`, async () => {
    const { seen, wanted } = await tryVerb(verb)
    assert.deepEqual(seen, wanted)
  })

for (const verb of ['approve', 'deny'] as const)
  test(`${verb} is refused to whoever started the run, also with the role`, async () => {
    const { run, channel } = await hall.runFor(verb, STARTING_DBA)
    for (const way of waysOf(verb)) {
      const said = await way.act(hall, verb, STARTING_DBA, run, channel)
      assert.equal(said, `You started this run, so somebody else has to decide. /migrate who ${run} names them.`)
    }
  })

const ROLE_NEEDED = IN_WINDOW.filter((verb) => verb !== 'hold')

for (const [nth, verb] of ROLE_NEEDED.entries())
  test(`the window of ${verb} is refused to somebody who lost the role since it opened`, async () => {
    const who = FADING[nth] ?? assert.fail('there is nobody left')
    const { slack } = hall.office
    const { run, channel } = await hall.runFor(verb)
    await click(hall, verb, who, channel)
    const view = await slack.waitFor(() => [slack.as(who.id).view()].find((one) => one?.callbackId === verb))
    slack.as(who.id).leave(ROLE_CHANNEL)
    const over = await following(hall, who, run, channel)
    await slack.as(who.id).submit(view.id, inputsFor(verb))
    assert.equal(await over(), refusal(verb, REMOVED, run))
  })
