import { createInterface } from 'node:readline'
import { type App, createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import { readSettings, readTokens } from '../../src/config/settings.ts'
import { gateMigration } from '../ack/gate-migration.ts'
import { laneMigration } from '../fleet/lane-migration.ts'

/** The whole bot in a process of its own, with small migrations. A line on stdin asks it how far its newest runs are; its end ends it. */
const startedMs = performance.now()
const app = await start()
tell({ readyMs: performance.now() - startedMs })
for await (const newest of createInterface({ input: process.stdin })) tell(await state(app, Number(newest)))
await app.stop()

async function start(): Promise<App> {
  const settings = readSettings(process.env)
  const app = await createApp({
    config: await loadConfig(settings.configPath),
    dataPath: settings.dataPath,
    tokens: readTokens(settings),
    slackApiUrl: settings.slackApiUrl,
    env: settings.env,
    logLevel: settings.logLevel,
    writeLog: (line) => process.stderr.write(`${line}\n`),
    migrations: [gateMigration, laneMigration],
  })
  await app.start()
  return app
}

async function state({ journal }: App, newest: number) {
  const active = await journal.journal.list({ active: true })
  const runs = active.length === 0 ? await journal.journal.list({ limit: newest }) : []
  const { user, system } = process.cpuUsage()
  return {
    runs: active.length,
    succeeded: runs.filter(({ plan, status }) => plan.migration === laneMigration.name && status === 'succeeded')
      .length,
    deciders: new Set(active.flatMap(({ gate }) => gate?.decisions.map(({ person }) => person) ?? [])).size,
    approvals: active.reduce((sum, { gate }) => sum + (gate?.decisions.length ?? 0), 0),
    rssBytes: process.memoryUsage.rss(),
    cpuSeconds: (user + system) / 1_000_000,
  }
}

function tell(fact: object): void {
  process.stdout.write(`${JSON.stringify(fact)}\n`)
}
