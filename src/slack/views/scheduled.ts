import { neededRoles } from '../../model/quorum.ts'
import type { Run } from '../../model/run.ts'
import { hasBegun, type Preflight, type Schedule, troublesOf } from '../../model/schedule.ts'
import { clamp, oneLine } from './clamp.ts'
import { bold, code, join, lines, listed, type Md, md, mention, spoken, when } from './mrkdwn.ts'

const LISTED_MAX = 8

/** What was found while a scheduled run waits, and who said that they come. Undefined once it has begun. */
export function scheduledWords(run: Run): Md | undefined {
  const { schedule } = run
  if (!schedule || hasBegun(run)) return undefined
  return lines(foundWords(schedule.preflight), attendingWords(run, schedule))
}

function foundWords(preflight: Preflight | undefined): Md {
  if (!preflight) return md`*First checks:* not measured yet`
  const troubles = troubleLines(preflight)
  return troubles.length === 0
    ? md`*First checks:* everything was in order ${when(preflight.at)}`
    : lines(md`*Not in order* ${when(preflight.at)}:`, ...troubles)
}

/** A line for each thing that is not in order. */
export function troubleLines(preflight: Pick<Preflight, 'evidence' | 'people'>): readonly Md[] {
  const troubles = troublesOf(preflight)
  const more = troubles.length > LISTED_MAX ? [md`• and ${troubles.length - LISTED_MAX} more`] : []
  return [...troubles.slice(0, LISTED_MAX).map((sentence) => md`• ${spoken(clamp(oneLine(sentence), 300))}`), ...more]
}

function attendingWords({ plan }: Run, { attending = {} }: Schedule): Md | undefined {
  const roles = Object.keys(neededRoles(plan))
  if (roles.length === 0) return undefined
  const said = roles.map((role) => {
    const here = Object.entries(attending).filter(([, one]) => one.here && one.roles.includes(role))
    return md`${bold(role)} ${
      here.length === 0
        ? md`nobody said so yet`
        : join(
            here.map(([id]) => mention(id)),
            ' ',
          )
    }`
  })
  return md`*Can be there:* ${join(said, '; ')}`
}

/** The question to everybody whose decision a scheduled run will need, in their own time zones. */
export function whoComes(run: Run, members: (role: string) => Md): Md | undefined {
  const roles = Object.keys(neededRoles(run.plan))
  const startsAt = run.schedule?.startsAt
  if (roles.length === 0 || startsAt === undefined) return undefined
  return md`*Who can decide ${span(run, startsAt)}?* ${listed(roles.map(members))}: ${code(`/migrate who ${run.id} here=yes`)}, or ${code('here=no')}.`
}

/** How long the machines will be at work is known where the planner reckoned it. */
function span({ plan }: Run, startsAt: string): Md {
  const { forecast } = plan
  if (!forecast) return md`from ${when(startsAt)} on`
  const end = new Date(Date.parse(startsAt) + forecast.seconds.most * 1000).toISOString()
  return md`between ${when(startsAt)} and ${when(end)}`
}
