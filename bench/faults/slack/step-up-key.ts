import { codeOf, counterAt } from '../../../src/model/totp.ts'
import { type Cell, type Ending, endingOf } from '../cell.ts'
import { insist, told } from '../stage/insist.ts'
import { type House, NOOR, openHouse, patience } from '../stage/slack-house.ts'
import { ANSWER_LOST, ANSWERS_TOO_LATE, INTERNAL_ERROR, TOO_MANY, UNAVAILABLE, type Way } from './ways.ts'

const CHANNEL = 'C0ONE'
const WAYS: readonly Way[] = [TOO_MANY, UNAVAILABLE, INTERNAL_ERROR, ANSWER_LOST, ANSWERS_TOO_LATE]

/** Longer than every call that a try still waits for. */
const SETTLED_MS = 90_000

/** What hands a key out. */
const HAND_OUT = [
  'conversations.open',
  'files.getUploadURLExternal',
  'upload',
  'files.completeUploadExternal',
  'chat.postMessage',
]
/** What takes it away again. */
const TAKE_AWAY = ['files.delete', 'chat.delete']

/** Somebody gets a step-up key, which must not stay behind in their messages, while every call for it goes wrong. */
async function enrol(way: Way): Promise<Ending> {
  const house = await openHouse({ channels: [CHANNEL] })
  try {
    const { slack } = house
    for (const method of [...HAND_OUT, ...TAKE_AWAY]) way.make(slack.faults, method)
    await insist(house, {
      who: NOOR,
      what: 'get a step-up key',
      act: () => slack.as(NOOR).command(CHANNEL, 'enroll'),
      isDone: () => told(house, NOOR).some((text) => text.startsWith('A picture for your authenticator app is in')),
    })
    await insist(house, {
      who: NOOR,
      what: 'type the code',
      act: () => slack.as(NOOR).command(CHANNEL, `enroll code=${codeFor(keysFor(house).at(-1) ?? '')}`),
      isDone: () => told(house, NOOR).some((text) => text.startsWith('You have a step-up code now.')),
    })
    // A try that Slack never answered takes its own away once it gives up.
    await patience('the end of every try', async () => (leftIn(house) === 0 ? true : undefined), SETTLED_MS).catch(
      () => undefined,
    )
    return look(house, way)
  } finally {
    await house.stop()
  }
}

/** Keys that stand in their messages as text. */
function keysFor({ slack }: House): readonly string[] {
  return slack.dms(NOOR).flatMap(({ text }) => /`([A-Z2-7]{32})`/.exec(text)?.[1] ?? [])
}

/** Keys and pictures in their messages. */
function leftIn(house: House): number {
  return keysFor(house).length + house.slack.files().length
}

function codeFor(key: string): string {
  return codeOf(key, counterAt(new Date().toISOString()))
}

/** Nothing of any key is left, and that is what they were told. */
function look(house: House, { isSeen }: Way): Ending {
  const methods = [...HAND_OUT, ...TAKE_AWAY]
  const spared = methods.filter((method) => !house.slack.calls(method).some(isSeen))
  if (spared.length > 0) return { ended: 'wrong', saw: `It never happened to ${spared.join(', ')}.` }
  const left = leftIn(house)
  const saidGone = told(house, NOOR).some((text) => text.includes('The message with the picture is gone'))
  const saw = `All ${methods.length} calls went wrong in each of ${WAYS.length} ways; ${left} keys and pictures are left, and they were told that ${saidGone ? 'it is gone' : 'it may be there'}.`
  return { ended: left === 0 && saidGone ? 'right' : 'wrong', saw }
}

export const stepUpKeyCell: Cell = {
  part: 'Slack',
  name: 'slack-step-up-key',
  fault: 'each call that hands out a step-up key and takes it away again goes wrong in each of the ways above',
  should: 'whoever types again gets a key, nothing of any stays behind, and they are told so',
  may: 'right',
  run: async () => endingOf(await Promise.all(WAYS.map(enrol))),
}
