import type { Due, Mailroom } from '../../model/mailroom.ts'
import type { Log } from '../../model/ports.ts'
import type { Outcome } from './deliver.ts'
import { isLockedOut } from './fault.ts'
import type { Lanes } from './lanes.ts'
import type { Message } from './message.ts'

/** What has to remember how sending went. `onClosed` hears of letters that Slack keeps the bot from posting. */
export interface Ledger {
  readonly mailroom: Mailroom
  readonly lanes: Lanes
  readonly log: Log
  /** Why each channel refused its last message. */
  readonly refusals: Map<string, string>
  readonly abandon: (ts: string) => void
  readonly onClosed: (letter: Due, code: string) => void
  /** Why Slack refuses the bot itself, from the first message that heard so until one is taken again. */
  lockedOut?: string | undefined
}

/** Writes down how sending a message ended, and says in the log what an operator should know. */
export function settle(message: Message, outcome: Outcome, nowMs: number, ledger: Ledger): void {
  const { due, others } = message
  switch (outcome.is) {
    case 'sent':
      ledger.lanes.worked(due)
      ledger.refusals.delete(due.channel)
      ledger.lockedOut = undefined
      ledger.mailroom.sent(due.key, outcome.version, outcome.ts)
      for (const { key, version } of others) ledger.mailroom.sent(key, version, outcome.ts)
      break
    case 'busy':
      ledger.lanes.block(due, nowMs + outcome.waitMs)
      break
    case 'unknown':
      again(due, outcome.code, nowMs, ledger)
      break
    case 'gone':
      postAnew(due, outcome.code, ledger)
      break
    case 'closed':
    case 'refused':
      giveUp(message, outcome, ledger)
      break
  }
}

function again(letter: Due, code: string, nowMs: number, ledger: Ledger): void {
  const { lanes, log } = ledger
  if (isLockedOut(code) && ledger.lockedOut !== code) {
    ledger.lockedOut = code
    const fix = 'Put a token that counts in SLACK_BOT_TOKEN and start Drover again; runs go on, and no message is lost.'
    log.error(`Slack refuses the bot token (${code}), so nothing can be posted. ${fix}`)
  }
  const waitMs = lanes.backOff(letter, nowMs)
  log.warn('Slack did not take a message; it is sent again.', { key: letter.key, code, waitMs })
}

function postAnew({ key, ts }: Due, code: string, { mailroom, log, abandon }: Ledger): void {
  log.warn('A message is gone from Slack; it is posted anew.', { key, code })
  if (ts !== undefined) abandon(ts)
  mailroom.lost(key)
}

/** A card that changes every few seconds is refused as often; the log needs to hear it once. */
function giveUp({ due, first, others }: Message, { is, code }: { is: string; code: string }, ledger: Ledger): void {
  const { key, channel } = due
  const isNews = ledger.refusals.get(channel) !== code
  ledger.refusals.set(channel, code)
  if (isNews) ledger.log.error('Slack refused a message; it waits until it changes.', { key, channel, code })
  for (const letter of [first, ...others]) ledger.mailroom.refused(letter.key, letter.version, code)
  if (is === 'closed') ledger.onClosed(due, code)
}
