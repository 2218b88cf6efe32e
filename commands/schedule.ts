import { type Context, defineSubcommand, instantOf, neededRoles, type Run, refuse, utcWords } from '../src/kit.ts'

const EXAMPLE = '/migrate schedule couch2pg-move at="2026-12-05 22:00" zone=Africa/Nairobi source=… target=…'

export default defineSubcommand({
  name: 'schedule',
  usage: '<name> at="2026-12-05 22:00" [zone=<zone>] [param=value…] [override="…"]',
  help: 'Start a migration at an instant; its first checks are measured until then.',
  run: async ({ words, options }, context) => {
    const { at, zone, override, ...params } = options
    const [name, extra] = words
    if (!name) refuse('name-missing', `Name a migration: ${EXAMPLE} — /migrate list shows all.`)
    if (extra)
      refuse(
        'odd-word',
        `"${extra}" is neither a param nor an option. A date and a time go together in quotes: at="2026-12-05 22:00". Nothing was scheduled.`,
      )
    if (at === undefined) refuse('instant-missing', `Say when it begins: ${EXAMPLE}. Nothing was scheduled.`)
    const startsAt = instantOf(at, zone)
    const plan = await context.plan(name, params)
    const run = await context.runs.start(plan, context.person, context.channel, startsAt, override)
    const fits = await fitWords(run, context.runs)
    return { text: [scheduled(run, startsAt), ...fits, ...(plan.because ?? [])].join('\n') }
  },
})

function scheduled({ id, plan }: Run, startsAt: string): string {
  const roles = Object.keys(neededRoles(plan))
  const ask = roles.length === 0 ? '' : ` Who can be there as ${roles.join(', ')} says so: /migrate who ${id} here=yes.`
  return `Run ${id} of ${plan.migration} is scheduled for ${utcWords(startsAt)}. You are its driver. Its first checks are measured until then, and what is not in order is said here and to you.${ask} /migrate why ${id}`
}

/** Until when it could begin; or that nobody knows, since steps were never timed. */
async function fitWords(run: Run, { eta }: Context['runs']): Promise<readonly string[]> {
  const { fit } = await eta(run)
  if (!fit) return []
  const closes = `Nothing may begin any more from ${utcWords(fit.closesAt)}`
  if (fit.lastSafeAt !== undefined) return [`${closes}; the last safe start is ${utcWords(fit.lastSafeAt)}.`]
  const more = fit.unknown.length > 3 ? ` and ${fit.unknown.length - 3} more` : ''
  return [
    `${closes}. Whether the work and the way back end before that is not known, without times for ${fit.unknown.slice(0, 3).join(', ')}${more}.`,
  ]
}
