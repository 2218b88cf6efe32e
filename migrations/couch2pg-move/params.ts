import {
  AUTO,
  count,
  duration,
  durationMs,
  host,
  identifier,
  path,
  port,
  proof,
  rate,
  refuse,
  secretName,
  z,
} from '../../src/kit.ts'

const runtime = () => z.enum(['docker', 'systemd'], 'expected docker or systemd')

const couchUrl = () =>
  z
    .string()
    .regex(
      /^https?:\/\/[^\s/@]+\/[a-z][a-z0-9_$()+-]*$/,
      'expected a URL without login, such as https://cht.example.org/medic',
    )

const freshEnough = z
  .string()
  .refine((text) => durationMs(text) <= durationMs('1h'), 'expected at most 1h: older figures say little about now')

/** A param that is left to the planner unless somebody types it; the default is what a plan takes that nobody measured for. */
const orAuto = <Typed>(schema: z.ZodType<Typed | typeof AUTO>, otherwise: Typed) =>
  schema.default(AUTO).transform((typed) => (typed === AUTO ? otherwise : typed))

/** What somebody types after `/migrate start couch2pg-move`. */
export const params = z
  .strictObject({
    source: host(),
    target: host(),
    database: identifier().default('cht'),
    role: identifier().default('couch2pg'),
    sourceUser: identifier().default('postgres'),
    targetUser: identifier().default('postgres'),
    sourcePassword: secretName().optional(),
    targetPassword: secretName().optional(),
    sourcePort: port().default(5432),
    targetPort: port().default(5432),
    sourceRuntime: runtime().default('docker'),
    targetRuntime: runtime().default('docker'),
    sourceDir: path().default('/root'),
    targetDir: path().default('/root'),
    couchdbUrl: couchUrl(),
    couchdbUser: z
      .string()
      .regex(/^[A-Za-z0-9_.-]+$/, 'expected a CouchDB user name such as medic')
      .default('medic'),
    couchdbPassword: secretName(),
    method: orAuto(z.enum(['stream', 'dump', 'physical', AUTO], 'expected stream, dump, physical or auto'), 'stream'),
    relay: z
      .enum(['relay', 'direct', AUTO], 'expected relay, direct or auto')
      .default('relay')
      .transform((typed) => (typed === AUTO ? 'relay' : typed)),
    streams: orAuto(
      z.union(
        [z.literal(AUTO), count(1).max(16, 'expected at most 16')],
        'expected auto or a whole number of at least 1',
      ),
      2,
    ),
    compression: orAuto(z.enum(['none', 'zstd', AUTO], 'expected none, zstd or auto'), 'zstd'),
    limit: rate().optional(),
    proof: proof.default('hash'),
    workDir: path().default('/var/tmp/drover'),
    diskPolicy: z
      .enum(['literal-3x', 'derived-2x', 'minimum'], 'expected literal-3x, derived-2x or minimum')
      .default('minimum'),
    soakCycles: count(2).default(2),
    sleepMins: z.coerce.number('expected minutes, such as 60').positive('expected minutes, such as 60').default(60),
    watch: duration().default('3d'),
    quarantine: duration().default('7d'),
    freshFor: duration().pipe(freshEnough).default('15m'),
  })
  .refine(({ source, target }) => source !== target, {
    message: 'source and target are the same host. A move needs two.',
  })

export type Params = z.infer<typeof params>

/** Refuses params that the schema cannot see to be wrong together. */
export function refuseOddParams({ method, relay, limit, source, target }: Params): void {
  const leaveOut = `Nothing was started. Leave out relay=direct for ${source} and ${target}`
  if (relay !== 'direct') return
  if (method === 'dump')
    refuse(
      'bad-params',
      `relay: method=dump sends its file through Drover, so that it can go on after a cut. ${leaveOut}.`,
    )
  if (method === 'physical')
    refuse('bad-params', `relay: method=physical goes through Drover, which opens the way for it. ${leaveOut}.`)
  if (limit !== undefined)
    refuse('bad-params', `limit: relay=direct sends past Drover, so it cannot be slowed down. ${leaveOut}, or limit.`)
}
