/** How one lap moves the database. */
export interface Way {
  readonly name: string
  /** Params of the run, `name=value`. */
  readonly params: readonly string[]
  /** The gate at which the driver takes the first run back; a second one moves everything then. */
  readonly takesBackAt?: string | undefined
}

/** Nobody watches or keeps anything for days, and couch2pg pauses for a second. The planner chooses the rest. */
export const QUICK: Way = { name: 'as planned', params: ['watch=100ms', 'quarantine=100ms', 'sleepMins=0.02'] }

/** Nothing is left to be measured first. */
const CHOSEN = [...QUICK.params, 'streams=2', 'compression=none']
const STREAM = [...CHOSEN, 'method=stream', 'relay=relay']
const DIRECT = [...CHOSEN, 'method=stream', 'relay=direct']
const DUMP = [...CHOSEN, 'method=dump', 'relay=relay']

/** The laps of a storm, one after the other and then from the start again. `limit` slows down what goes through the bot. */
export function waysOf(limit: string): readonly [Way, ...Way[]] {
  const paced = `limit=${limit}`
  return [
    { name: 'streams through the bot', params: [...STREAM, paced] },
    {
      name: 'streams from host to host, taken back before the source is dropped',
      params: DIRECT,
      takesBackAt: 'drop-source-database',
    },
    { name: 'dump and restore', params: [...DUMP, paced] },
    {
      name: 'streams through the bot, taken back before the cutover',
      params: [...STREAM, paced],
      takesBackAt: 'cutover-gate',
    },
    { name: 'streams from host to host', params: DIRECT },
    {
      name: 'dump and restore, taken back before couch2pg starts',
      params: [...DUMP, paced],
      takesBackAt: 'start',
    },
  ]
}
