import { mayOrRefuse } from './authority.ts'
import type { PersonCommand } from './command.ts'
import type { EventBody, RunEvent } from './event.ts'
import { utcWords } from './instant.ts'
import type { Run } from './run.ts'
import { bare, refuse } from './user-error.ts'

/** How a run came to the driver it has. */
export interface Handover {
  readonly from: string
  readonly to: string
  /** Who said so: one of the two. */
  readonly by: string
  readonly note: string
  readonly at: string
}

/** Somebody else drives from here on. Who started the run stays who started it, and still never approves. */
export function drive(run: Run, command: Extract<PersonCommand, { type: 'drive' }>): readonly EventBody[] {
  const { by, to, from, note } = command
  if (to === run.driver) return []
  if (from !== run.driver)
    refuse(
      'driver-changed',
      `Meanwhile <@${run.driver}> took over ${run.id}, so nothing was changed. /migrate why ${run.id} says what they noted.`,
    )
  mayOrRefuse(run, by, 'drive')
  if (to !== by.id && by.id !== run.driver)
    refuse(
      'not-yours-to-hand-over',
      `Only <@${run.driver}> hands ${run.id} to somebody else. /migrate drive ${run.id} note="…" takes it over yourself.`,
    )
  if (!note.trim())
    refuse(
      'note-missing',
      `Say how things stand, it is the hand-over: /migrate drive ${run.id}${named(command)} note="…"`,
    )
  return [{ type: 'driver-changed', to, note: note.trim() }]
}

function named({ by, to }: { by: { id: string }; to: string }): string {
  return to === by.id ? '' : ` to=<@${to}>`
}

/** The change of the driver that an event says. */
export function handoverOf(run: Run, { to, actor: by, note, at }: RunEvent & { type: 'driver-changed' }): Handover {
  return { from: run.driver, to, by, note, at }
}

/** Who drives and how that came, for plain texts; undefined while the starter drives. */
export function handoverWords({ handover }: Pick<Run, 'handover'>): string | undefined {
  if (!handover) return undefined
  const { from, to, by, note, at } = handover
  const how = by === to ? `took over from <@${from}>` : `was handed it by <@${by}>`
  return `<@${to}> drives since ${utcWords(at)} and ${how}: ${bare(note)}.`
}
