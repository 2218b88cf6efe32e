import type { Plan } from './model/plan.ts'
import { closest } from './model/suggestion.ts'

/** A sentence for each name that drover.yml does not have, with the nearest one it has. */
export function unknownNames(what: string, wanted: readonly string[], known: readonly string[]): readonly string[] {
  return wanted
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = closest(name, known)
      return `There is no ${what} ${name} in drover.yml.${near ? ` Did you mean ${near}?` : ''} It has ${known.length > 0 ? known.join(', ') : 'none'}.`
    })
}

/** What is like no name we know may be the secret itself, so it is not said again. */
export function unknownSecrets(wanted: readonly string[], known: readonly string[]): readonly string[] {
  const [names, maybeSecrets] = [true, false].map((isNear) =>
    wanted.filter((name) => !known.includes(name) && (closest(name, known) !== undefined) === isNear),
  )
  const first = maybeSecrets?.length
    ? [
        `A param names a secret that is not in drover.yml. It has ${known.length > 0 ? known.join(', ') : 'none'}. If you typed a password, change it, since this line may stay in Slack's history; put the new one under secrets and type its name.`,
      ]
    : []
  return [...first, ...unknownNames('secret', names ?? [], known)]
}

/** Every secret that a plan names: in the private files of its jobs, and in its params. */
export function secretsIn(plan: Plan): readonly string[] {
  const files = plan.steps.flatMap((step) =>
    'act' in step && step.act.do === 'job' ? Object.values(step.act.files) : [],
  )
  const named = files
    .flatMap(({ lines }) => lines.flat())
    .flatMap((part) => (typeof part === 'string' ? [] : [part.secret]))
  return [...new Set([...named, ...passwordParams(plan)])]
}

/** Params whose name ends in Password hold the name of a secret. */
function passwordParams({ params }: Plan): readonly string[] {
  if (typeof params !== 'object' || params === null) return []
  return Object.entries(params).flatMap(([key, value]) =>
    key.endsWith('Password') && typeof value === 'string' ? [value] : [],
  )
}
