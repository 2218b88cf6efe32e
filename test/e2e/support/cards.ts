import { CHANNEL } from '../../../src/cli/demo/people.ts'
import type { Message } from '../../../src/local-slack/index.ts'
import { idOf, type Name } from './people.ts'
import type { Play } from './play.ts'

const PATIENCE_MS = 60_000

/** Everything that stands on a card, as one text. */
export function textOn({ text, blocks }: Pick<Message, 'text' | 'blocks'>): string {
  return `${text}\n${JSON.stringify(blocks)}`
}

/** The ids of a card's buttons, in their order. */
export function buttonsOn({ blocks }: Pick<Message, 'blocks'>): readonly string[] {
  return [...JSON.stringify(blocks).matchAll(/"action_id":"([^"]+)"/g)].flatMap(([, id]) =>
    id === undefined ? [] : [id],
  )
}

/** The channel's message that a condition picks, once it is there. */
export function cardWhere({ slack }: Play, isMeant: (message: Message) => boolean): Promise<Message> {
  return slack.waitFor(() => slack.messages(CHANNEL.id).find(isMeant), PATIENCE_MS)
}

/** The open gate whose question has these words in it. */
export function openGate(play: Play, words: string): Promise<Message> {
  const asks = (card: Message) => /Approve “([^”]+)”\?/.exec(card.text)?.[1]?.includes(words) ?? false
  return cardWhere(play, (card) => asks(card) && buttonsOn(card).includes('deny'))
}

/** Clicks a button of a card. */
export async function press({ slack }: Play, who: Name, card: Message, action: string): Promise<void> {
  await slack.as(idOf(who)).click({ channel: CHANNEL.id, ts: card.ts }, action)
}

/** Clicks a button that opens a window, and sends the window filled in. Gives what stood in it. */
export async function pressAndFill(
  play: Play,
  who: Name,
  card: Message,
  action: string,
  values: Record<string, string>,
): Promise<string> {
  const person = play.slack.as(idOf(who))
  const before = person.view()?.id
  await press(play, who, card, action)
  const view = await play.slack.waitFor(() => {
    const open = person.view()
    return open && open.id !== before && JSON.stringify(open.blocks).includes('"input"') ? open : undefined
  }, PATIENCE_MS)
  await person.submit(view.id, values)
  return JSON.stringify(view.blocks)
}

/** What a person is told in private after an act. */
export async function toldAfter({ slack }: Play, who: Name, act: () => Promise<unknown>): Promise<string> {
  const person = slack.as(idOf(who))
  const before = person.ephemerals().length
  await act()
  return slack.waitFor(() => person.ephemerals()[before]?.text, PATIENCE_MS)
}

/** The lines of the run card's thread, as texts. */
export function threadOf({ slack }: Play, card: Message): readonly Message[] {
  return slack.messages(CHANNEL.id, card.ts).filter(({ ts }) => ts !== card.ts)
}

/** The values of a card's buttons as they were when somebody saw it. */
export function buttonValues({ blocks }: Message): ReadonlyMap<string, string> {
  const found = JSON.stringify(blocks).matchAll(/"action_id":"([^"]+)"[^}]*?"value":"([^"]+)"/g)
  return new Map([...found].map(([, id = '', value = '']) => [id, value]))
}

/** Clicks a button that was there when the person last looked, and may be gone by now. */
export async function pressOld(
  { slack }: Play,
  who: Name,
  { ts }: Message,
  action: string,
  values: ReadonlyMap<string, string>,
): Promise<void> {
  await slack.as(idOf(who)).click({ channel: CHANNEL.id, ts }, action, { value: values.get(action) ?? '' })
}
