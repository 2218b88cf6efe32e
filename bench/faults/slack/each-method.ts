import { type Cell, type Ending, endingOf } from '../cell.ts'
import { ANNA, DAN, type House, NOOR, OLGA, openHouse } from '../stage/slack-house.ts'
import { postedTwice, saidIn } from '../stage/standing.ts'
import { voyage } from '../stage/voyage.ts'
import type { Way } from './ways.ts'

/** Methods that the bot calls while it starts. */
const AT_START = ['auth.test', 'apps.connections.open', 'conversations.info']

/**
 * Methods that it calls later, the bytes of a file among them; those that read what was said are only asked when an answer
 * was lost. What takes messages and files away is called only for a step-up key, which has a cell of its own.
 */
const LATER = [
  'chat.postMessage',
  'chat.update',
  'chat.postEphemeral',
  'conversations.open',
  'conversations.members',
  'conversations.history',
  'conversations.replies',
  'files.getUploadURLExternal',
  'upload',
  'files.completeUploadExternal',
  'users.info',
  'usergroups.users.list',
  'views.open',
  'views.update',
  'views.publish',
]

/** Where runs go on, and who thinks of denying each. */
const DOUBTERS = { C0ONE: DAN, C0TWO: OLGA }
const CHANNELS = Object.keys(DOUBTERS)
const CALM = 'C0CALM'
const PEOPLE = [ANNA, DAN, OLGA, NOOR]

/** Every method goes wrong in that way, while runs go on in two channels and people click; then a calm run to compare. */
export function eachMethod(about: Pick<Cell, 'name' | 'fault' | 'should'>, { make, isSeen }: Way): Cell {
  const run = async (): Promise<Ending> => {
    const house = await openHouse({
      channels: [...CHANNELS, CALM],
      before: ({ faults }) => {
        for (const method of AT_START) make(faults, method)
      },
    })
    try {
      const { faults } = house.slack
      const loseSome = () => faults.dropResponse('chat.postMessage', { times: 2 })
      for (const method of LATER) make(faults, method)
      loseSome()
      const heard = await Promise.all(
        Object.entries(DOUBTERS).map(([channel, doubter]) => voyage(house, channel, doubter, loseSome)),
      )
      faults.clear()
      await voyage(house, CALM, DAN)
      return endingOf([untrue(heard.flat()), await look(house, isSeen)])
    } finally {
      await house.stop()
    }
  }
  return { part: 'Slack', may: 'right', ...about, run }
}

/** Everybody here holds the role they act in, so nobody is to hear that they do not. */
function untrue(heard: readonly string[]): Ending {
  const lie = heard.find((sentence) => /do not hold|nobody holds|takes the driver/i.test(sentence))
  return lie === undefined
    ? { ended: 'right', saw: 'Nobody was told anything untrue.' }
    : { ended: 'wrong', saw: `Somebody who may was told: ${lie}` }
}

async function look(house: House, isSeen: Way['isSeen']): Promise<Ending> {
  const spared = [...AT_START, ...LATER].filter((method) => !house.slack.calls(method).some(isSeen))
  if (spared.length > 0) return { ended: 'wrong', saw: `It never happened to ${spared.join(', ')}.` }
  const twice = postedTwice(house, [...CHANNELS, CALM], PEOPLE)
  if (twice.length > 0) return { ended: 'wrong', saw: `Posted twice: ${twice.join(', ')}.` }
  const calm = await saidBy(house, CALM)
  for (const channel of CHANNELS) {
    const said = await saidBy(house, channel)
    const odd = [...calm.filter((line) => !said.includes(line)), ...said.filter((line) => !calm.includes(line))]
    const [first] = odd
    if (first !== undefined || said.length !== calm.length)
      return {
        ended: 'wrong',
        saw: `${channel} does not say what a calm run says: ${first ?? `${said.length} lines, not ${calm.length}`}`,
      }
  }
  const hit = house.slack.calls().filter(isSeen).length
  return {
    ended: 'right',
    saw: `${hit} calls of ${AT_START.length + LATER.length} methods went wrong; both runs ended, and their channels say what a calm run says, once.`,
  }
}

async function saidBy(house: House, channel: string): Promise<readonly string[]> {
  return saidIn(house, channel, (await house.run(channel))?.id ?? '')
}
