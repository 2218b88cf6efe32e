import fc from 'fast-check'
import type { Run } from '../../../src/model/run.ts'
import { VERBS } from '../../../src/slack/inbox/verb.ts'
import { encodeWindow, type WindowRef } from '../../../src/slack/inbox/window-ref.ts'
import { encodeRef } from '../../../src/slack/ref.ts'
import { ANNA, DAN, NOOR } from '../../faults/stage/slack-house.ts'
import { hostileText } from '../hostile.ts'
import { mutated, mutatedText } from '../mutate.ts'
import { meantBy } from './meant.ts'
import type { Letter } from './stage.ts'

/** A payload that Slack never sent, and the real one that it was made from. */
export interface Forgery {
  readonly real: Letter
  /** The run to aim at, by its place among those that wait. */
  readonly target: number
  readonly who: string
  readonly verb: string
  /** What is typed, where something is. */
  readonly line: string
  readonly forged: Partial<WindowRef>
  /** What a window carries, instead of what it is about. */
  readonly metadata: string | undefined
  readonly payload: Letter['payload']
}

const WHO = [NOOR, NOOR, ANNA, DAN, DAN, 'U0EVIL', 'U0TWO-EVILS']
const WORDS = [...VERBS, 'approve:dba', 'approve:data-owner', 'approve:', 'deny:data-owner', 'start', 'message']
const LINES = [
  ...['approve as=dba', 'approve as=data-owner', 'deny as=dba reason=no', 'withdraw', 'hold reason=wait', 'release'],
  ...['why', 'status', 'list', 'skip reason=x', 'abort reason=x', 'drive', 'watch', 'start two-roles', 'help', ''],
]

/** Real payloads from other hands, about other things, and changed at any place. */
export function forgeries(letters: readonly Letter[]): fc.Arbitrary<Forgery> {
  const clicks = letters.filter(({ type }) => type === 'interactive')
  return fc.constantFrom(...letters, ...clicks, ...clicks).chain((real) =>
    fc.record({
      real: fc.constant(real),
      target: fc.nat({ max: 1 }),
      who: fc.constantFrom(...WHO),
      verb: often(fc.constantFrom(...WORDS), hostileText),
      line: often(fc.constantFrom(...LINES), hostileText),
      forged: fc.oneof(fc.constant({}), ...Object.values(FORGED)),
      metadata: often(fc.constant(undefined), metadataLike(real)),
      payload: fc.oneof(fc.constant(real.payload), mutated(real.payload).filter(isPayload)),
    }),
  )
}

function often<A, B>(usual: fc.Arbitrary<A>, odd: fc.Arbitrary<B>): fc.Arbitrary<A | B> {
  return fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: odd })
}

/** Text in place of what a window carries, some of it nearly the same. */
function metadataLike(real: Letter): fc.Arbitrary<string> {
  const text = textAt(real, ['view', 'private_metadata']) ?? ''
  const changed = text === '' ? hostileText : mutated(JSON.parse(text)).map((value) => JSON.stringify(value) ?? '')
  return fc.oneof(hostileText, mutatedText(text), changed)
}

/** One thing at a time: what is wrong in several ways is refused for the first of them. */
const FORGED = {
  none: fc.constant({}),
  run: fc.record({ run: fc.oneof(fc.constantFrom('m00000', '__proto__'), hostileText) }),
  step: fc.record({ step: fc.oneof(fc.constantFrom('ready', 'constructor'), hostileText) }),
  attempt: fc.record({ attempt: fc.integer({ min: -1, max: 3 }) }),
  revision: fc.record({ revision: fc.oneof(fc.integer({ min: -1, max: 4 }), fc.maxSafeInteger()) }),
  role: fc.record({ role: fc.oneof(fc.constantFrom('dba', 'data-owner', 'toString'), hostileText) }),
  confirm: fc.record({ confirm: hostileText }),
}

function isPayload(value: unknown): value is Letter['payload'] {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The payload as it is sent: about runs of now, by somebody else, and never the same delivery as another. */
export function aimed({ real, payload, ...made }: Forgery, runs: readonly Run[], fresh: string): Letter {
  const { user = '', ref } = meantBy(real)
  const metadata = textAt(real, ['view', 'private_metadata'])
  const run = runs[made.target]
  const { confirm, ...shown } = {
    run: run?.id ?? '',
    step: 'go',
    attempt: 1,
    revision: run?.gate?.revision,
    ...made.forged,
  }
  const typed = textAt(real, ['event', 'text'])
  const exchanged: readonly (readonly [string | undefined, string])[] = [
    [textAt(real, ['actions', '0', 'value']), encodeRef({ ...shown, card: `${run?.id}/gate/1` })],
    [metadata, made.metadata ?? (ref ? encodeWindow({ ...shown, confirm }) : (metadata ?? ''))],
    [textAt(real, ['text']), made.line],
    [typed, `${typed?.split(' ')[0]} ${made.line}`],
    [textAt(real, ['actions', '0', 'action_id']), made.verb],
    [textAt(real, ['view', 'callback_id']), made.verb],
    [user, made.who],
    ...['trigger_id', 'event_id'].map((name) => [textAt(real, [name]), `${name}-${fresh}`] as const),
    [textAt(real, ['view', 'hash']), fresh],
  ]
  const text = exchanged.reduce(
    (all, [from, to]) => (from ? all.replaceAll(JSON.stringify(from), () => JSON.stringify(to)) : all),
    JSON.stringify(payload),
  )
  return { type: real.type, payload: JSON.parse(text) }
}

function textAt({ payload }: Letter, path: readonly string[]): string | undefined {
  const found = path.reduce<unknown>(
    (inside, name) =>
      typeof inside === 'object' && inside !== null
        ? Object.entries(inside).find(([key]) => key === name)?.[1]
        : undefined,
    payload,
  )
  return typeof found === 'string' ? found : undefined
}
