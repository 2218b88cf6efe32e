import { canonical } from './json.ts'
import type { Plan } from './plan.ts'
import type { Step } from './step.ts'

/** The plan that a migration's file gives today for the params of a run, with what would keep it from running here; or why it gives none. */
export type Today =
  | { readonly plan: Plan; readonly unfit: readonly string[] }
  | { readonly plan?: undefined; readonly unknown: string }

/** How the plan of today is not the plan of the run. */
export interface PlanChange {
  /** Of today's plan. Left out: the file gives none. */
  readonly digest?: string | undefined
  /** What is different, a sentence each. */
  readonly says: readonly string[]
}

/** What changed in the file since a plan was made of it; undefined when it still gives that plan. */
export function planChange(pinned: Plan, today: Today): PlanChange | undefined {
  if (!today.plan) return { says: [today.unknown] }
  const { digest } = today.plan
  return digest === pinned.digest ? undefined : { digest, says: differences(pinned, today.plan) }
}

/** How one plan differs from another, a sentence each. Never empty for plans with different digests. */
export function differences(before: Plan, now: Plan): readonly string[] {
  const says = [
    ...stepDifferences(before.steps, now.steps),
    ...differing(before.locks, now.locks, 'It locks something else'),
    ...differing(before.roles, now.roles, 'It has other roles'),
    ...differing(before.params, now.params, 'It has other params'),
    ...differing(before.rehearses, now.rehearses, 'The plan that it rehearses is another one'),
    ...differing(before.leavesOut, now.leavesOut, 'It leaves something else out'),
  ]
  return says.length > 0 ? says : ['It is written down in another way.']
}

function differing(before: unknown, now: unknown, says: string): readonly string[] {
  return isSame(before, now) ? [] : [`${says}.`]
}

/** Are two values of a plan the same to the letter? */
export function isSame(before: unknown, now: unknown): boolean {
  return canonical({ it: before }) === canonical({ it: now })
}

function stepDifferences(before: readonly Step[], now: readonly Step[]): readonly string[] {
  const was = before.map(({ id }) => id)
  const is = now.map(({ id }) => id)
  const stayed = inOrder(is.filter((id) => was.includes(id)).map((id) => was.indexOf(id)))
  return [
    ...was.filter((id) => !is.includes(id)).map((id) => `${id} is gone.`),
    ...now.flatMap((step, index) => {
      const place = index === 0 ? 'at the beginning' : `after ${is[index - 1]}`
      const old = before.find(({ id }) => id === step.id)
      if (!old) return [`${step.id} is new, ${place}.`]
      const moved = stayed.has(was.indexOf(step.id)) ? [] : [`${step.id} is ${place} now.`]
      return [...moved, ...partsOf(old, step)]
    }),
  ]
}

const PARTS: Readonly<Record<string, string>> = {
  act: 'command',
  approvals: 'approvals',
  check: 'check',
  destroys: 'warning of what it destroys',
  disks: 'watched disks',
  everyMs: 'interval',
  forMs: 'duration',
  gate: 'gate',
  instructions: 'instructions',
  kind: 'kind',
  pitfalls: 'table of known causes',
  repeatable: 'answer to whether it may be repeated',
  roles: 'roles',
  skipIf: 'reason to leave it out',
  timeoutMs: 'timeout',
  title: 'title',
  undo: 'undo',
  verify: 'proof',
  watch: 'watch',
}

function partsOf(before: Step, now: Step): readonly string[] {
  const words = partWords(before, now)
  return words === '' ? [] : [`${now.id} has ${words}.`]
}

/** `another command and another undo`; empty for the same step. */
export function partWords(before: Step, now: Step): string {
  const [old, fresh] = [new Map<string, unknown>(Object.entries(before)), new Map<string, unknown>(Object.entries(now))]
  const parts = [...new Set([...old.keys(), ...fresh.keys()])].filter((part) => !isSame(old.get(part), fresh.get(part)))
  return parts
    .map((part) => `another ${PARTS[part] ?? part}`)
    .sort()
    .join(' and ')
}

/** As many of these numbers as can stay where they are, so that as few steps as possible are said to have moved. */
function inOrder(numbers: readonly number[]): ReadonlySet<number> {
  const best: (readonly number[])[] = []
  for (const number of numbers) {
    const before = best.filter((list) => (list.at(-1) ?? -1) < number)
    best.push([...longest(before), number])
  }
  return new Set(longest(best))
}

function longest(lists: readonly (readonly number[])[]): readonly number[] {
  return lists.reduce((most, list) => (list.length > most.length ? list : most), [])
}
