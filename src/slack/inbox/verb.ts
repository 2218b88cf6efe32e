/** Every verb a button or a window may carry; `action_id` is `<verb>` or `<verb>:<role>`. */
export const VERBS = [
  'approve',
  'deny',
  'withdraw',
  'refresh',
  'hold',
  'release',
  'retry',
  'skip',
  'rollback',
  'abort',
  'done',
  'resolve',
  'details',
] as const

export type Verb = (typeof VERBS)[number]

/** Verbs that change a run. */
export type Change = Exclude<Verb, 'details'>

/** The verb of an action_id and the role it names, or undefined for one that is not ours. */
export function readVerb(actionId: string): { verb: Verb; role: string | undefined } | undefined {
  const colon = actionId.indexOf(':')
  const word = colon === -1 ? actionId : actionId.slice(0, colon)
  const verb = VERBS.find((known) => known === word)
  return verb && { verb, role: colon === -1 ? undefined : actionId.slice(colon + 1) }
}
