import type { Letter } from './stage.ts'

/** What Bolt and Drover go by, in whichever payload has it. */
const IDS = [
  'type',
  'command',
  'text',
  'user_id',
  'channel_id',
  'trigger_id',
  'event_id',
  'event.type',
  'event.user',
  'event.channel',
  'event.text',
  'event.ts',
  'user.id',
  'channel.id',
  'container.message_ts',
  'container.thread_ts',
  'actions.0.type',
  'actions.0.action_id',
  'actions.0.value',
  'view.id',
  'view.hash',
  'view.callback_id',
  'view.private_metadata',
  'view.state.values',
]
/** What tells one kind of payload from another, and what Bolt finds the workspace and its answers by. */
const FIXED = [
  ...['type', 'command', 'event.type', 'actions.0.type'],
  ...['team', 'team_id', 'enterprise', 'enterprise_id', 'is_enterprise_install', 'authorizations'],
  ...['view.team_id', 'view.app_installed_team_id', 'user.team_id', 'response_url', 'response_urls'],
]
/** Words that would make another kind of it. */
const STRANGE = ['event', 'command', 'name', 'actions', 'view']

/** Whether a changed payload still has every id that the real one has, so that Slack may expect an answer. */
export function isWhole(real: Letter, changed: Letter): boolean {
  const [was, is] = [real.payload, changed.payload]
  const hasIds = IDS.every((path) => kindOf(at(was, path)) === kindOf(at(is, path)))
  const isSameKind = FIXED.every((path) => JSON.stringify(at(was, path)) === JSON.stringify(at(is, path)))
  const blocks = Object.values(at(is, 'view.state.values') ?? {})
  const isReadable = blocks.every((block) => kindOf(block) === 'object')
  return hasIds && isSameKind && isReadable && STRANGE.every((name) => name in was === name in is)
}

function kindOf(value: unknown): string {
  if (value === '') return 'nothing'
  if (Array.isArray(value)) return 'list'
  return value === null ? 'null' : typeof value
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inside, name) => {
    if (typeof inside !== 'object' || inside === null) return undefined
    return Object.entries(inside).find(([key]) => key === name)?.[1]
  }, value)
}
