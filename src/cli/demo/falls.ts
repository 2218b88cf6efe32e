import { setTimeout as delay } from 'node:timers/promises'
import type { Message } from '../../local-slack/index.ts'
import { buttonsOf } from './buttons.ts'
import { CHANNEL } from './people.ts'
import type { Playground } from './playground.ts'
import { createTranscript } from './transcript.ts'

/** How old the evidence of an approval may be in this story. Short, so that it can be waited for. */
const FRESH_SECONDS = 20
const LOOK_MS = 300
/** How long a card may take to show a click, before its evidence is taken for too old. */
const PATIENCE_MS = 4000

/** One way in which an approval falls. */
interface Fall {
  /** Who approves as dba at that time. */
  readonly dba: string
  /** What comes between their approval and the other one. */
  readonly story: string
  readonly happen: (playground: Playground) => Promise<void>
  /** What comes between the second approval and the act. */
  readonly afterwards?: (playground: Playground) => Promise<void>
  /** What the card that asks again has to say. */
  readonly says: RegExp
}

const type = async ({ slack }: Playground, person: string, line: string) => {
  await slack.as(person).command(CHANNEL.id, line)
}

/** Stops the bot, as an operator does to change drover.yml. */
const withConfig = async (playground: Playground, edit: (text: string) => string) => {
  await playground.bot().stop()
  await playground.restart(edit)
}

const FALLS: readonly Fall[] = [
  {
    dba: 'U0AMINA',
    story: 'somebody creates a table on the old server',
    happen: async ({ bed }) => {
      await bed.source.cluster.psql(bed.config.database, 'create table surprise (id int)')
    },
    says: /Take stock of cht on old-pg:\d+: tables moved from \d+ to \d+\./,
  },
  {
    dba: 'U0AMINA',
    story: 'the new server shows another host key; the operator pins it in drover.yml and starts the bot again',
    happen: async (playground) => {
      const { host } = playground.bed.target
      const before = host.hostKeyFingerprint
      await host.setHostKey()
      await withConfig(playground, (text) => text.replaceAll(before, host.hostKeyFingerprint))
    },
    says: /new-pg shows the host key SHA256:\S+ now\./,
  },
  {
    dba: 'U0AMINA',
    story: 'Amina changes teams: drover.yml names Nobu as dba, and the bot starts again',
    happen: (playground) => withConfig(playground, (text) => text.replaceAll('U0AMINA', 'U0NOBU')),
    says: /who approved as dba, no longer holds that role\./,
  },
  {
    dba: 'U0NOBU',
    story: `Dina holds the run for longer than ${FRESH_SECONDS} s`,
    happen: async (playground) => {
      await type(playground, 'U0DINA', 'hold reason="The vendor is on the phone."')
    },
    afterwards: async (playground) => {
      await delay(FRESH_SECONDS * 1000)
      await type(playground, 'U0DINA', 'release')
    },
    says: new RegExp(`had been measured longer than ${FRESH_SECONDS} s before the act\\.`),
  },
]

/**
 * Starts a move and lets its first approval fall in every way there is, then gives the run up. True only when each card
 * that asked again said what had moved.
 */
export async function playFalls(
  playground: Playground,
  out: (text: string) => void,
  timeoutMs: number,
): Promise<boolean> {
  const startedMs = Date.now()
  const { say, catchUp } = createTranscript(playground.slack, out, startedMs)
  const until = async (isSo: () => boolean) => {
    while (!isSo() && Date.now() - startedMs < timeoutMs) {
      catchUp()
      await delay(LOOK_MS)
    }
    catchUp()
    return isSo()
  }
  say('Dina', `/migrate start couch2pg-move freshFor=${FRESH_SECONDS}s`)
  await type(playground, 'U0DINA', `start couch2pg-move freshFor=${FRESH_SECONDS}s`)
  if (!(await until(() => newestGate(playground) !== undefined))) return false
  for (const fall of FALLS) {
    const asked = newestGate(playground)
    await approve(playground, fall.dba, 'dba', until)
    say('demo', fall.story)
    await fall.happen(playground)
    await approve(playground, 'U0JOSEPH', 'data-owner', until)
    await fall.afterwards?.(playground)
    const isAskedAgain = () => {
      const now = newestGate(playground)
      return now !== undefined && now.ts !== asked?.ts && fall.says.test(JSON.stringify(now.blocks))
    }
    if (!(await until(isAskedAgain))) {
      say('demo', `The approval was not seen to fall: ${fall.story}.`)
      return false
    }
  }
  await type(playground, 'U0DINA', 'abort reason="Seen enough."')
  return until(() => newestGate(playground) === undefined)
}

/** The card that asks now, if one does. */
function newestGate({ slack }: Playground): Message | undefined {
  return slack.messages(CHANNEL.id).findLast((message) => buttonsOf(message).includes('deny'))
}

/**
 * Presses Approve until the card asks that role no more: because it has the approval, or because it fell. Whatever is too
 * old to be approved is measured again.
 */
async function approve(
  playground: Playground,
  person: string,
  role: string,
  until: (isSo: () => boolean) => Promise<boolean>,
): Promise<void> {
  const { channel, ts } = newestGate(playground) ?? { channel: CHANNEL.id, ts: '' }
  const press = (button: string) => playground.slack.as(person).click({ channel, ts }, button)
  const asks = (button: string) => {
    const card = newestGate(playground)
    return card?.ts === ts && buttonsOf(card).includes(button)
  }
  while (asks(`approve:${role}`)) {
    await press(`approve:${role}`)
    const pressedMs = Date.now()
    if (!(await until(() => !asks(`approve:${role}`) || Date.now() - pressedMs > PATIENCE_MS))) return
    if (asks(`approve:${role}`) && asks('refresh')) await press('refresh')
  }
}
