import { createInterface } from 'node:readline'
import { type App, createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import { readSettings, readTokens } from '../../src/config/settings.ts'
import { gateMigration } from './gate-migration.ts'

/** The whole bot in a process of its own, with one small migration. A line on stdin asks it how far it is; its end ends it. */
const app = await start()
tell({ ready: true })
for await (const _ of createInterface({ input: process.stdin })) tell(await state(app))
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
    migrations: [gateMigration],
  })
  await app.start()
  return app
}

async function state({ journal }: App) {
  const runs = await journal.journal.list({ active: true })
  return {
    runs: runs.length,
    approvals: runs.reduce((sum, { gate }) => sum + (gate?.decisions.length ?? 0), 0),
    rssBytes: process.memoryUsage.rss(),
  }
}

function tell(fact: object): void {
  process.stdout.write(`${JSON.stringify(fact)}\n`)
}
