import { createPlan } from '../answer.ts'
import { createReach, type Reach } from '../app.ts'
import { loadMigrations } from '../catalog.ts'
import { loadConfig } from '../config/load.ts'
import type { Config } from '../config/schema.ts'
import { readSettings, readTokens, type Settings } from '../config/settings.ts'
import { createRegistry } from '../engine/registry.ts'
import type { CheckStep } from '../model/step.ts'
import { inspectSlack } from '../slack/inspect.ts'
import { type CliCommand, splitWords, type Terminal } from './terminal.ts'

/** One thing that was looked at. */
interface Finding {
  readonly ok: boolean
  readonly what: string
  readonly said: string
}

export const doctor: CliCommand = {
  name: 'doctor',
  usage: '[migration] [param=value…]',
  help: 'Look at config, tokens, channels, roles, host keys, SSH, tools; with a migration, also its databases and disks.',
  run: async (args, terminal) => {
    const settings = readSettings(terminal.env)
    const config = await loadConfig(settings.configPath)
    const reach = createReach(config, terminal.env)
    try {
      const findings = [
        { ok: true, what: settings.configPath, said: 'is in order' },
        ...(await slackFindings(config, settings)),
        ...(await Promise.all(Object.keys(config.hosts).map((host) => hostFinding(reach, host)))),
        ...(await Promise.all(Object.keys(config.secrets).map((name) => secretFinding(reach, name)))),
        ...(await migrationFindings(config, reach, args)),
      ]
      return print(findings, terminal)
    } finally {
      await reach.close()
    }
  },
}

function print(findings: readonly Finding[], terminal: Terminal): number {
  for (const { ok, what, said } of findings) terminal.out(`${ok ? 'ok  ' : 'BAD '} ${what}: ${said}`)
  const bad = findings.filter(({ ok }) => !ok).length
  terminal.out(bad === 0 ? 'Everything looked at is in order.' : `${bad} of ${findings.length} need attention.`)
  return bad === 0 ? 0 : 1
}

async function slackFindings(config: Config, settings: Settings): Promise<readonly Finding[]> {
  return attempt('Slack', async () => {
    const { botToken } = readTokens(settings)
    return inspectSlack({ botToken, apiUrl: settings.slackApiUrl, channels: config.channels, roles: config.roles })
  })
}

async function hostFinding({ hosts }: Reach, host: string): Promise<Finding> {
  const [finding] = await attempt(`host ${host}`, async () => [
    {
      ok: true,
      what: `host ${host}`,
      said: Object.entries(await hosts.test(host))
        .map(([key, value]) => `${key} ${value}`)
        .join(', '),
    },
  ])
  return finding ?? { ok: false, what: `host ${host}`, said: 'was not looked at' }
}

async function secretFinding({ secrets }: Reach, name: string): Promise<Finding> {
  const [finding] = await attempt(`secret ${name}`, async () => {
    await secrets.reveal(name)
    return [{ ok: true, what: `secret ${name}`, said: 'is there' }]
  })
  return finding ?? { ok: false, what: `secret ${name}`, said: 'was not looked at' }
}

/** The first checks of a migration, up to the first one that needs what an earlier one found and did not get. */
async function migrationFindings(config: Config, reach: Reach, args: readonly string[]): Promise<readonly Finding[]> {
  const { words, options } = splitWords(args)
  const [name] = words
  if (name === undefined) return []
  const migrations = await loadMigrations()
  const registry = createRegistry(migrations)
  return attempt(name, async () => {
    const make = createPlan({
      migrations,
      hostNames: Object.keys(config.hosts),
      secretNames: Object.keys(config.secrets),
      defaults: (one) => config.migrations[one]?.defaults ?? {},
    })
    const checks = make(name, options).steps.flatMap((step) =>
      step.kind === 'check' && !JSON.stringify(step.check.args).includes('"output"') ? [step] : [],
    )
    const lists = await Promise.all(checks.map((step) => checkFinding(registry, reach, step)))
    return lists.flat()
  })
}

async function checkFinding(
  registry: ReturnType<typeof createRegistry>,
  { tools }: Reach,
  { title, check }: CheckStep,
): Promise<readonly Finding[]> {
  return attempt(title, async () => {
    const scope = { run: 'doctor', step: 'doctor', attempt: 1, startedAt: tools.now().toISOString() }
    const { outcome, summary, advice } = await registry.check(check.check, check.version).run(check.args, tools, scope)
    return [
      { ok: outcome === 'pass' || outcome === 'warn', what: title, said: `${summary}${advice ? ` ${advice}` : ''}` },
    ]
  })
}

async function attempt(what: string, look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await look()
  } catch (error) {
    return [{ ok: false, what, said: error instanceof Error ? error.message : String(error) }]
  }
}
