import type { Mailroom, Posted } from '../../model/mailroom.ts'
import type { Log } from '../../model/ports.ts'
import type { Outcome } from './deliver.ts'
import type { Lanes } from './lanes.ts'

/** What has to remember how sending went. `onClosed` hears of letters that Slack keeps the bot from posting. */
export interface Ledger {
  readonly mailroom: Mailroom
  readonly lanes: Lanes
  readonly log: Log
  /** Why each channel refused its last message. */
  readonly refusals: Map<string, string>
  readonly abandon: (ts: string) => void
  readonly onClosed: (letter: Posted, code: string) => void
}

/** Writes down how sending a letter ended, and says in the log what an operator should know. */
export function settle(letter: Posted, outcome: Outcome, nowMs: number, ledger: Ledger): void {
  switch (outcome.is) {
    case 'sent':
      ledger.lanes.worked(letter)
      ledger.refusals.delete(letter.channel)
      ledger.mailroom.sent(letter.key, outcome.version, outcome.ts)
      break
    case 'busy':
      ledger.lanes.block(letter, nowMs + outcome.waitMs)
      break
    case 'unknown':
      again(letter, outcome.code, nowMs, ledger)
      break
    case 'gone':
      postAnew(letter, outcome.code, ledger)
      break
    case 'closed':
    case 'refused':
      giveUp(letter, outcome, ledger)
      break
  }
}

function again(letter: Posted, code: string, nowMs: number, { lanes, log }: Ledger): void {
  const waitMs = lanes.backOff(letter, nowMs)
  log.warn('Slack did not take a message; it is sent again.', { key: letter.key, code, waitMs })
}

function postAnew({ key, ts }: Posted, code: string, { mailroom, log, abandon }: Ledger): void {
  log.warn('A message is gone from Slack; it is posted anew.', { key, code })
  if (ts !== undefined) abandon(ts)
  mailroom.lost(key)
}

/** A card that changes every few seconds is refused as often; the log needs to hear it once. */
function giveUp(letter: Posted, { is, code }: { is: string; code: string }, ledger: Ledger): void {
  const { key, version, channel } = letter
  const isNews = ledger.refusals.get(channel) !== code
  ledger.refusals.set(channel, code)
  if (isNews) ledger.log.error('Slack refused a message; it waits until it changes.', { key, channel, code })
  ledger.mailroom.refused(key, version, code)
  if (is === 'closed') ledger.onClosed(letter, code)
}
