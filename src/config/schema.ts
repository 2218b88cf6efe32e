import { z } from 'zod'
import { environmentsSchema, policiesSchema, policyProblems } from './policies.ts'

const name = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'names are small letters, digits and hyphens, such as new-pg')
const channelId = z
  .string()
  .regex(/^[CG][A-Z0-9]+$/, 'expected a channel id such as C0123ABCD (in Slack: channel details, at the bottom)')
const userId = z
  .string()
  .regex(/^[UW][A-Z0-9]+$/, 'expected a user id such as U0123ABCD (in Slack: profile, ⋮, copy member ID)')

const role = z
  .strictObject({
    users: z.array(userId).optional(),
    usergroup: z
      .string()
      .regex(/^S[A-Z0-9]+$/, 'expected a user group id such as S0123ABCD')
      .optional(),
    channel: channelId.optional(),
  })
  .refine(
    ({ users, usergroup, channel }) => users !== undefined || usergroup !== undefined || channel !== undefined,
    'nobody holds it: give it users, a usergroup or a channel',
  )
  .describe('Who holds the role: listed users, the members of a user group, or everybody in a channel.')

const PORT = 'expected a port from 1 to 65535'

const basics = {
  jobs: z.string().optional().describe('Folder of the jobs on the host; default $HOME/.drover/jobs.'),
  direct: z
    .record(name, z.string())
    .optional()
    .describe('Per target host, the SSH command that reaches it from this host.'),
  env: z.record(z.string(), z.string()).optional().describe('Variables for every command there. Not for secrets.'),
}

const sshHost = z.strictObject({
  connect: z.literal('ssh').default('ssh'),
  address: z.string(),
  port: z.int(PORT).min(1, PORT).max(65_535, PORT).default(22),
  user: z.string(),
  hostKey: z
    .string()
    .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'expected a fingerprint such as ssh-keygen -lf prints: SHA256:…')
    .optional(),
  key: z.string().optional().describe('Path of a private key.'),
  agent: z.boolean().optional().describe('Ask the SSH agent of the bot’s machine.'),
  passphrase: name.optional().describe('Name of the secret that opens the private key.'),
  jump: name.optional().describe('Another host that carries the connection.'),
  ...basics,
})

const localHost = z.strictObject({ connect: z.literal('local'), ...basics })

const secret = z
  .string()
  .regex(
    /^(env|file|command):.+$/,
    'expected env:NAME, file:PATH or command:PROGRAM; the secret itself never stands in this file',
  )

/** drover.yml. Tokens are never in it. */
export const configSchema = z
  .strictObject({
    channels: z.array(channelId).min(1, 'name at least one channel').describe('Channels where runs may be started.'),
    roles: z.record(name, role).describe('Named duties, and who holds them.'),
    hosts: z.record(name, z.union([localHost, sshHost])).describe('The machines.'),
    secrets: z.record(name, secret).default({}).describe('Where each secret comes from.'),
    operators: z
      .record(z.string(), userId)
      .default({})
      .describe('Login names on the bot’s machine, and who they are in Slack, for the terminal.'),
    policies: policiesSchema.default({}).describe('Rules for every run.'),
    environments: environmentsSchema.default({}).describe('Rules for the runs that touch some hosts.'),
    migrations: z
      .record(
        name,
        z.strictObject({
          defaults: z.record(z.string(), z.coerce.string()).default({}),
          rehearsal: z
            .record(z.string(), z.coerce.string())
            .default({})
            .describe('Params that only a rehearsal takes, such as the name of a trial database.'),
        }),
      )
      .default({})
      .describe('Params that every start of a migration takes unless it says otherwise.'),
  })
  .superRefine((config, context) => {
    for (const problem of crossProblems(config)) context.addIssue({ code: 'custom', ...problem })
  })

export type Config = z.infer<typeof configSchema>

interface Parts extends Pick<Parameters<typeof policyProblems>[0], 'roles' | 'policies' | 'environments'> {
  readonly hosts: Readonly<
    Record<
      string,
      Pick<z.infer<typeof sshHost>, 'direct'> & { jump?: string | undefined; passphrase?: string | undefined }
    >
  >
  readonly secrets: Readonly<Record<string, string>>
}

function crossProblems(parts: Parts): readonly { path: string[]; message: string }[] {
  return [...hostProblems(parts), ...policyProblems(parts)]
}

function hostProblems({ hosts, secrets }: Parts): readonly { path: string[]; message: string }[] {
  return Object.entries(hosts).flatMap(([host, { jump, passphrase, direct }]) => [
    ...(jump !== undefined && !Object.hasOwn(hosts, jump)
      ? [{ path: ['hosts', host, 'jump'], message: `there is no host ${jump}` }]
      : []),
    ...(passphrase !== undefined && !Object.hasOwn(secrets, passphrase)
      ? [{ path: ['hosts', host, 'passphrase'], message: `there is no secret ${passphrase}` }]
      : []),
    ...Object.keys(direct ?? {})
      .filter((to) => !Object.hasOwn(hosts, to))
      .map((to) => ({ path: ['hosts', host, 'direct', to], message: `there is no host ${to}` })),
  ])
}
