import { compareDatabases } from '../../demo/compare-databases.ts'
import type { LocalSlack, Message } from '../../local-slack/index.ts'
import { formatBytes } from '../../model/amount.ts'
import { buttonsOf } from './buttons.ts'
import { CHANNEL, holderOf } from './people.ts'
import type { Playground } from './playground.ts'
import { proveRecords } from './prove-records.ts'
import { createTranscript } from './transcript.ts'

const LOOK_MS = 150

/**
 * Plays the whole move as its people would: types the command, decides at each gate in the role that is asked for, does
 * what is asked by hand. Once, the source moves under an approval. Gives true only when the demo itself, not the bot, found
 * source and target equal, and the record of it was proven.
 */
export async function playAuto(
  playground: Playground,
  out: (text: string) => void,
  timeoutMs: number,
): Promise<boolean> {
  const startedMs = Date.now()
  const transcript = createTranscript(playground.slack, out, startedMs)
  if (!(await rehearse(playground, transcript, startedMs + timeoutMs))) return false
  transcript.say('Dina', '/migrate start couch2pg-move')
  await playground.slack.as('U0DINA').command(CHANNEL.id, 'start couch2pg-move')
  const player = createPlayer(playground, transcript.say)
  while (Date.now() - startedMs < timeoutMs) {
    transcript.catchUp()
    const ended = await player.play()
    if (ended !== undefined) {
      await new Promise((resolve) => setTimeout(resolve, 2500))
      transcript.catchUp()
      transcript.say('demo', `the bot holds ${formatBytes((await playground.bot().rssBytes()) ?? 0)} of memory`)
      return ended && player.equal() && (await proveRecords(playground, transcript.say))
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  transcript.catchUp()
  transcript.say('demo', `It did not end within ${timeoutMs / 1000} s.`)
  return false
}

const REHEARSED = /^REHEARSAL · (Verification finished|Finished|Failed|Uncertain|Aborted|Rolled back):/

/** The same move into a trial database first, which needs nobody but Dina. Gives whether it ended well. */
async function rehearse(
  { slack }: Playground,
  transcript: ReturnType<typeof createTranscript>,
  untilMs: number,
): Promise<boolean> {
  transcript.say('Dina', '/migrate rehearse couch2pg-move')
  await slack.as('U0DINA').command(CHANNEL.id, 'rehearse couch2pg-move')
  while (Date.now() < untilMs) {
    transcript.catchUp()
    const [ended] = slack.messages(CHANNEL.id).flatMap(({ text }) => REHEARSED.exec(text)?.[1] ?? [])
    if (ended !== undefined) return /finished/i.test(ended)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  transcript.say('demo', 'The rehearsal did not end in time.')
  return false
}

function createPlayer(playground: Playground, say: (who: string, text: string) => void) {
  const { slack, bed } = playground
  const pressed = new Set<string>()
  let equal: boolean | undefined
  let moved = false

  const compare = async () => {
    const url = (side: 'source' | 'target') => bed[side].cluster.url('postgres', bed.config.database)
    const { equal: same, tables, differences } = await compareDatabases(url('source'), url('target'))
    equal = same
    const rows = tables.reduce((sum, { sourceRows }) => sum + (sourceRows ?? 0), 0)
    say(
      'demo',
      same
        ? `compared every row myself: ${rows.toLocaleString('en-US')} rows in ${tables.length} tables and views are equal`
        : differences.join('\n'),
    )
  }

  /** Between the two approvals of the first gate, so that both fall. */
  const moveOnce = async () => {
    moved = true
    say('demo', 'creates a table on the old server, though it is being approved')
    await bed.source.cluster.psql(
      bed.config.database,
      'create table late_change (id int); insert into late_change values (1)',
    )
  }

  const press = async (message: Message, action: string, role: string) => {
    const key = `${message.ts} ${action} ${message.edited?.ts ?? ''}`
    if (pressed.has(key)) return
    pressed.add(key)
    const person = slack.as(holderOf(role))
    say(holderOf(role).slice(2).toLowerCase(), `presses ${action}`)
    const before = person.view()?.id
    await person.click({ channel: CHANNEL.id, ts: message.ts }, action)
    if (action === 'done' || /"style":"danger"/.test(buttonText(message, action)))
      await fillWindow(playground, person, before)
  }

  const play = async (): Promise<boolean | undefined> => {
    for (const message of slack.messages(CHANNEL.id)) {
      if (/^(Verification finished|Finished|Failed|Uncertain|Aborted|Rolled back):/.test(message.text))
        return /finished:/i.test(message.text)
      for (const action of buttonsOf(message)) {
        const role = /^approve:(.+)$/.exec(action)?.[1] ?? (action === 'done' ? handOf(message) : undefined)
        if (role === undefined) continue
        if (/Go-ahead to start couch2pg/.test(message.text) && equal === undefined) await compare()
        if (action === 'approve:data-owner' && !moved) await moveOnce()
        await press(message, action, role)
      }
    }
    return undefined
  }

  return { play, equal: () => equal === true }
}

/** What cannot be undone, or was done by hand, is asked about in a window: type the name, say what was done. */
async function fillWindow(
  { slack, bed }: Playground,
  person: ReturnType<LocalSlack['as']>,
  before: string | undefined,
): Promise<void> {
  const view = await slack.waitFor(() => {
    const open = person.view()
    return open &&
      open.id !== before &&
      open.callbackId !== 'loading' &&
      JSON.stringify(open.blocks).includes('"input"')
      ? open
      : undefined
  })
  const wantsName = JSON.stringify(view.blocks).includes('"action_id":"confirm"')
  await person.submit(view.id, { reason: 'Looked at it, agreed.', ...(wantsName && { confirm: bed.config.database }) })
}

/** The JSON of one button, to see how it is styled. */
function buttonText(message: Message, action: string): string {
  const json = JSON.stringify(message.blocks)
  const at = json.indexOf(`"action_id":"${action}"`)
  return json.slice(
    json.lastIndexOf('{"type":"button"', at),
    json.indexOf('{"type":"button"', at) === -1 ? undefined : json.indexOf('{"type":"button"', at),
  )
}

/** Whose hands a step asks for: its card names the role. */
function handOf(message: Message): string {
  return /Delete the backups/.test(message.text) ? 'sre-lead' : 'analytics-lead'
}
