import type { PersonCommand } from './command.ts'
import type { EventBody } from './event.ts'
import type { Run } from './run.ts'

/** Anybody may be told of what happens to a run. Said twice, it is said once. */
export function watch(
  run: Run,
  { type, by }: Extract<PersonCommand, { type: 'watch' | 'unwatch' }>,
): readonly EventBody[] {
  const isWatching = watchersOf(run).includes(by.id)
  if (type === 'watch') return isWatching ? [] : [{ type: 'watched' }]
  return isWatching ? [{ type: 'unwatched' }] : []
}

/** Who asked to be told, in the order in which they asked. */
export function watchersOf({ watchers }: Pick<Run, 'watchers'>): readonly string[] {
  return watchers ?? []
}
