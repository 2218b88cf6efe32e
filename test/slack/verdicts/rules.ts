import { DRIVER, HOLDER, REMOVED, type Somebody, STARTER } from './people.ts'

/** Every verb that changes a run. */
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
] as const
export type Verb = (typeof VERBS)[number]

/** Why one verb is refused to somebody, as they read it; undefined when they may. Written from the design, not from the code. */
export function refusal(verb: Verb, { id }: Somebody, run: string): string | undefined {
  const isHolder = id === HOLDER.id
  const isDriver = id === DRIVER.id
  const who = `/migrate who ${run} names them.`
  const either = `takes the driver (<@${DRIVER.id}>) or somebody with dba or data-owner. ${who}`
  switch (verb) {
    case 'hold':
      return undefined
    case 'approve':
    case 'deny':
      if (id === STARTER.id) return `You started this run, so somebody else has to decide. ${who}`
      if (isHolder) return undefined
      return 'Only dba can decide this as dba, and you do not hold that role. Ask one of them to click.'
    case 'withdraw':
      if (isHolder || id === REMOVED.id) return undefined
      return 'You have not approved go, so there is nothing to withdraw.'
    case 'skip':
      return isHolder ? undefined : `To skip ${run} takes somebody with dba or data-owner. ${who}`
    case 'done':
      return isHolder ? undefined : `To say that it is done takes somebody with dba. ${who}`
    default:
      return isHolder || isDriver ? undefined : `To ${verb} ${run} ${either}`
  }
}

/** What the record holds when it was done, in words of its events. */
export const LEAVES: Readonly<Record<Verb, string>> = {
  approve: 'decided',
  deny: 'decided',
  withdraw: 'withdrawn',
  refresh: 'refresh-asked',
  hold: 'hold-asked',
  release: 'released',
  retry: 'step-started',
  skip: 'step-skipped',
  rollback: 'rollback-asked',
  abort: 'abort-asked',
  done: 'step-succeeded',
  resolve: 'step-resolved',
}
