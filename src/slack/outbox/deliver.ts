import type { Posted } from '../../model/mailroom.ts'
import type { Log } from '../../model/ports.ts'
import { codeOf, type Fault, faultOf } from './fault.ts'
import { clamp, fitMessage } from './fit-blocks.ts'
import type { Content, Mail, Place } from './mail.ts'

/** How one attempt to send a letter ended. */
export type Outcome = { readonly is: 'sent'; readonly ts: string; readonly version: number } | Exclude<Fault, Unfit>

type Unfit = { readonly is: 'unfit' }

/** What sending needs. `isAbandoned` tells messages that Slack would not let us edit: they are never taken up again. */
export interface Sending {
  readonly mail: Mail
  readonly log: Log
  readonly isAbandoned: (ts: string) => boolean
}

const CLOCKS_APART_MS = 120_000

/** Sends a letter once: posts it, edits it, or uploads its file. `triedAt` is as it was before this try. Never throws. */
export async function deliver(letter: Posted, place: Place, sending: Sending): Promise<Outcome> {
  try {
    const { ts } = letter
    const sent = await (ts === undefined ? postOnce(letter, place, sending) : edit(letter, place, ts, sending))
    return { is: 'sent', ...sent }
  } catch (error) {
    return withoutUnfit(faultOf(error))
  }
}

interface SentAs {
  readonly ts: string
  readonly version: number
}

/** A letter that was tried before may already stand there: then the message is taken up instead of posted again. */
async function postOnce(letter: Posted, place: Place, sending: Sending): Promise<SentAs> {
  const lost = letter.triedAt === undefined ? undefined : await findLost(letter, letter.triedAt, place, sending)
  if (lost) return lost
  const { key, version, file } = letter
  if (file) return { ts: await sending.mail.upload(place, { ...file, comment: clamp(letter.text, 3_000) }), version }
  const ts = await fittingly(letter, sending.log, (content) => sending.mail.post(place, content, { key, version }))
  return { ts, version }
}

async function edit(letter: Posted, { channel }: Place, ts: string, { mail, log }: Sending): Promise<SentAs> {
  const sent = { ts, version: letter.version }
  if (letter.file) return sent
  await fittingly(letter, log, (content) => mail.update(channel, ts, content))
  return sent
}

async function findLost(
  letter: Posted,
  triedAt: string,
  place: Place,
  { mail, log, isAbandoned }: Sending,
): Promise<SentAs | undefined> {
  try {
    const since = new Date(Date.parse(triedAt) - CLOCKS_APART_MS)
    const found = (await mail.recent(place, since)).filter(({ ts }) => !isAbandoned(ts))
    const byMark = found.find(({ mark }) => mark?.key === letter.key)
    if (byMark) return { ts: byMark.ts, version: byMark.mark?.version ?? letter.version }
    const byFile = letter.file && found.find(({ fileNames }) => fileNames.includes(letter.file?.name ?? ''))
    return byFile && { ts: `file:${byFile.ts}`, version: letter.version }
  } catch (error) {
    if (codeOf(error) !== 'missing_scope') throw error
    log.warn('Cannot look for a message whose answer was lost, so it may be posted twice. Add the history scopes.', {
      key: letter.key,
    })
    return undefined
  }
}

/** Sends the blocks, or the text alone when Slack will not have the blocks. */
async function fittingly<Result>(
  letter: Posted,
  log: Log,
  send: (content: Content) => Promise<Result>,
): Promise<Result> {
  try {
    return await send(fitMessage(letter))
  } catch (error) {
    const fault = faultOf(error)
    if (fault.is !== 'unfit') throw error
    log.error('Slack refused the blocks of a message; its text is sent alone.', { key: letter.key, ...fault })
    return await send({ text: textAlone(letter), blocks: [] })
  }
}

function textAlone({ key, text }: Posted): string {
  const hint = `Slack could not draw this message in full. /migrate why ${key.split('/')[0]} says what the run waits for.`
  return `${clamp(text, 3_500)}\n${hint}`
}

function withoutUnfit(fault: Fault): Exclude<Fault, Unfit> {
  return fault.is === 'unfit' ? { is: 'refused', code: fault.code } : fault
}
