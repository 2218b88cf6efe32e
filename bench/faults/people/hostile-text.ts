import type { View } from '../../../src/local-slack/index.ts'
import { hasEnded } from '../../../src/model/run.ts'
import type { Cell, Ending } from '../cell.ts'
import { hostileMigration } from '../stage/hostile-migration.ts'
import { ANNA, DAN, type House, NOOR, OLGA, openHouse } from '../stage/slack-house.ts'
import { standingIn } from '../stage/standing.ts'
import { press } from '../stage/voyage.ts'
import { wrongIn } from './inert.ts'

/** Text that people, params and hosts may hold. Noor takes no part, so a mention of her is one that text made. */
export const HOSTILE: readonly string[] = [
  '<!channel> <!here|here> <!everyone> <!subteam^S0OWNERS|owners>',
  `<@${NOOR}> <@U0EVIL|anna> <@${NOOR}|dan> @noor @channel @here`,
  '<https://evil.example/x|the runbook> <mailto:evil@example|dan> <#C0OPS|ops>',
  `*bold* _it_ ~gone~ \`<!channel>\` \`\`\`<@${NOOR}>\`\`\` &lt;!channel&gt; &amp;lt;!here&amp;gt;`,
  'left \u202Etfel\u202C \u2066right\u2069 \u200F\u200E\u061C end',
  `zero\u200Bwidth\u2060 \uFEFF<\u200B!channel> <!\u200Bchannel> <@\u200B${NOOR}>`,
  `${'<!channel> '.repeat(60)}${`<@${NOOR}>`.repeat(60)}`,
  'word '.repeat(500),
]

const CHANNELS = HOSTILE.map((_, nth) => `C0HOSTILE${nth}`)
const LOOKS = ['why', 'status', 'steps', 'evidence', 'logs', 'audit', 'who']

/** Nothing that anybody types is more than text in what Drover says. */
export const hostileText: Cell = {
  part: 'People',
  name: 'people-hostile-text',
  fault:
    'mark-up, mentions, broadcasts, direction marks and walls of text in every reason, note, param and line of output',
  should: 'shown as text everywhere; nobody is called who takes no part',
  may: 'right',
  run: async () => {
    const house = await openHouse({ channels: CHANNELS, migrations: [hostileMigration] })
    try {
      await Promise.all(HOSTILE.map((text, nth) => abuse(house, CHANNELS[nth] ?? '', text)))
      const windows: View[] = []
      for (const [nth, text] of HOSTILE.entries()) windows.push(await fillWindow(house, CHANNELS[nth] ?? '', text))
      await Promise.all(CHANNELS.map((channel) => abort(house, channel)))
      await house.caughtUp()
      return look(house, windows)
    } finally {
      await house.stop()
    }
  },
}

/** Says the text wherever people can say something, raw as a terminal sends it and as Slack sends what is typed. */
async function abuse(house: House, channel: string, text: string): Promise<void> {
  const { slack, app } = house
  const raw = (userId: string, subcommand: string, options: Record<string, string>, words: readonly string[] = []) =>
    app.answer({ subcommand, words, options }, { userId, channel, via: 'cli' })
  const typed = (who: string, line: string) => slack.as(who).command(channel, line)
  await raw(ANNA, 'start', { lane: text }, [hostileMigration.name])
  await house.until(channel, 'no gate asked', ({ gate }) => gate !== undefined)
  await raw(DAN, 'hold', { reason: text })
  await typed(DAN, `hold reason="${text}"`)
  for (const look of LOOKS) await typed(NOOR, look)
  await raw(ANNA, 'release', {})
  await raw(DAN, 'drive', { note: text })
  await raw(DAN, 'deny', { as: 'dba', reason: text })
  await raw(DAN, 'release', {})
  await house.until(channel, 'the gate did not ask again', ({ gate, hold }) => gate !== undefined && hold === undefined)
  await raw(DAN, 'approve', { as: 'dba', reason: text })
  await house.until(channel, 'the job did not fail', ({ status }) => status === 'failed')
  for (const look of LOOKS) await typed(NOOR, look)
  await typed(NOOR, `status ${text}`)
  await raw(DAN, 'skip', { reason: text })
  await house.until(channel, 'nothing was asked by hand', ({ status }) => status === 'waiting')
}

async function fillWindow(house: House, channel: string, text: string): Promise<View> {
  const { slack } = house
  const dan = slack.as(DAN)
  await press(house, channel, DAN, 'done')
  const view = await slack.waitFor(() => [dan.view()].find((one) => one?.callbackId === 'done'))
  await dan.closeView(view.id)
  await press(house, channel, DAN, 'hold')
  const window = await slack.waitFor(() => [dan.view()].find((one) => one?.callbackId === 'hold'))
  await dan.submit(window.id, { reason: text.slice(0, 1000) })
  await house.until(channel, 'the run was not held', ({ hold }) => hold !== undefined)
  return view
}

async function abort(house: House, channel: string): Promise<void> {
  const run = await house.run(channel)
  const reason = HOSTILE[CHANNELS.indexOf(channel)] ?? ''
  await house.app.answer(
    { subcommand: 'abort', words: [run?.id ?? ''], options: { reason } },
    { userId: DAN, channel, via: 'cli' },
  )
  await house.until(channel, 'the run did not end', hasEnded)
  await house.slack.as(NOOR).openHome()
}

/** Everything that anybody can see in the workspace. */
function look({ slack }: House, windows: readonly View[]): Ending {
  const people = [ANNA, DAN, OLGA, NOOR]
  const messages = [
    ...CHANNELS.flatMap((channel) => standingIn(slack, channel)),
    ...people.flatMap((person) => [...slack.dms(person), ...slack.as(person).ephemerals()]),
  ]
  const homes = people.flatMap((person) => slack.as(person).home() ?? [])
  const loud = slack.calls().find(({ args }) => 'link_names' in args || 'parse' in args)
  const wrong = [
    ...messages.flatMap(({ text, blocks }) => wrongIn({ type: 'mrkdwn', text, blocks }, [ANNA, DAN, OLGA])),
    ...[...windows, ...homes].flatMap(({ title, blocks }) => wrongIn({ title, blocks }, [ANNA, DAN, OLGA])),
    ...(loud ? [`${loud.method} asks Slack to look for names.`] : []),
  ]
  const looked = `${messages.length} messages, ${windows.length} windows and ${homes.length} Homes`
  return wrong[0] === undefined
    ? {
        ended: 'right',
        saw: `${looked}: no broadcast, no mention of anybody who takes no part, no link, no hidden character.`,
      }
    : { ended: 'wrong', saw: `${looked}: ${wrong.length} wrong, such as ${[...new Set(wrong)].slice(0, 4).join('; ')}` }
}
