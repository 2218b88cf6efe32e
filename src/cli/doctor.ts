import { createReach, type Reach } from '../app.ts'
import { loadMigrations } from '../catalog.ts'
import { loadConfig } from '../config/load.ts'
import type { Config } from '../config/schema.ts'
import { readSettings, readTokens, type Settings } from '../config/settings.ts'
import { fillReferences } from '../engine/references.ts'
import { createRegistry, type Registry } from '../engine/registry.ts'
import { examine } from '../examine.ts'
import { createPlan } from '../make-plan.ts'
import type { Finding } from '../model/finding.ts'
import { leadingChecks, type Plan } from '../model/plan.ts'
import type { Outputs } from '../model/ports.ts'
import type { CheckStep } from '../model/step.ts'
import { inspectSlack } from '../slack/inspect.ts'
import { createPeople } from '../slack/roles.ts'
import { createSlackClient } from '../slack/slack-client.ts'
import { stepUpFindings } from './step-up-findings.ts'
import { type CliCommand, splitWords, type Terminal } from './terminal.ts'

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
        ...(await codeFindings(config, settings, terminal)),
        ...(await examine({
          ...{ hosts: reach.hosts, hostNames: Object.keys(config.hosts) },
          ...{ reveal: reach.secrets.reveal, secretNames: Object.keys(config.secrets) },
        })),
        ...(await migrationFindings(config, reach, args, terminal)),
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

const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined }

function codeFindings(config: Config, settings: Settings, terminal: Terminal): Promise<readonly Finding[]> {
  return attempt('step-up', () => {
    const { botToken } = readTokens(settings)
    const client = createSlackClient({ botToken, apiUrl: settings.slackApiUrl, log: QUIET })
    return stepUpFindings(config, createPeople({ roles: config.roles, client, log: QUIET }), terminal)
  })
}

/**
 * What the planner of a migration would choose and why, then the checks that come before anything is changed, in order, each
 * with what the earlier ones found.
 */
async function migrationFindings(
  config: Config,
  reach: Reach,
  args: readonly string[],
  terminal: Terminal,
): Promise<readonly Finding[]> {
  const { words, options } = splitWords(args)
  const [name] = words
  if (name === undefined) return []
  const migrations = await loadMigrations()
  return attempt(name, async () => {
    const parts = {
      migrations,
      hostNames: Object.keys(config.hosts),
      secretNames: Object.keys(config.secrets),
      defaults: (one: string) => config.migrations[one]?.defaults ?? {},
    }
    const { plan, findings } = await createPlan({ ...parts, tools: reach.tools })(name, options, terminal.err).then(
      advised,
      async (error) => ({ findings: [unadvised(error)], plan: await createPlan(parts)(name, options) }),
    )
    return [...findings, ...(await runChecks(createRegistry(migrations), reach, leadingChecks(plan)))]
  })
}

function advised(plan: Plan): { readonly plan: Plan; readonly findings: readonly Finding[] } {
  return { plan, findings: (plan.because ?? []).map((said) => ({ ok: true, what: 'planner', said })) }
}

function unadvised(error: unknown): Finding {
  return { ok: false, what: 'planner', said: error instanceof Error ? error.message : String(error) }
}

async function runChecks(
  registry: Registry,
  { tools }: Reach,
  steps: readonly CheckStep[],
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  const outputs: Record<string, Outputs> = {}
  for (const { id, title, check } of steps) {
    const found = await attempt(title, async () => {
      const scope = { run: 'doctor', step: id, attempt: 1, startedAt: tools.now().toISOString() }
      const verdict = await registry
        .check(check.check, check.version)
        .run(fillReferences(check.args, { outputs }), tools, scope)
      outputs[id] = verdict.outputs ?? {}
      const ok = verdict.outcome === 'pass' || verdict.outcome === 'warn'
      return [{ ok, what: title, said: `${verdict.summary}${verdict.advice ? ` ${verdict.advice}` : ''}` }]
    })
    findings.push(...found)
  }
  return findings
}

async function attempt(what: string, look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await look()
  } catch (error) {
    return [{ ok: false, what, said: error instanceof Error ? error.message : String(error) }]
  }
}
