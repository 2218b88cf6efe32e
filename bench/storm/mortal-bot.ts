import { createInterface } from 'node:readline'
import { type App, createParts, wire } from '../../src/app.ts'
import { loadMigrations, loadSubcommands } from '../../src/catalog.ts'
import { loadConfig } from '../../src/config/load.ts'
import { readSettings, readTokens } from '../../src/config/settings.ts'
import { UserError } from '../../src/model/user-error.ts'
import { deadly } from './deadly.ts'
import { ledgerMigration } from './ledger-migration.ts'
import { type Heard, Order } from './order.ts'
import { setClock } from './set-clock.ts'
import { sightOf } from './sight.ts'

/**
 * The whole bot in a process of its own, for dying. It loads its modules and waits for the first line on stdin, so that it
 * takes over at once when its turn comes; then it tells of every change. The end of stdin ends it. It serves the migration of
 * the ledger, or with the word `shipped` those in migrations/.
 */
const orders = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const migrations = process.argv[2] === 'shipped' ? await loadMigrations() : [ledgerMigration]
await loadSubcommands()
const app = await begin()
if (app) await serve(app)
process.stdin.destroy()

async function begin(): Promise<App | undefined> {
  const order = await nextOrder()
  if (order?.do !== 'begin') return undefined
  const settings = readSettings(process.env)
  try {
    const options = {
      config: await loadConfig(settings.configPath),
      dataPath: settings.dataPath,
      tokens: readTokens(settings),
      slackApiUrl: settings.slackApiUrl,
      env: settings.env,
      logLevel: settings.logLevel,
      writeLog: (line: string) => void process.stderr.write(`${line}\n`),
      migrations,
    }
    return await wire(options, deadly(await createParts(options), order.deaths))
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    tell({ refused: error.message })
    return undefined
  }
}

async function serve(app: App): Promise<void> {
  const { journal } = app.journal
  journal.onChange(({ run }) => tell({ changed: sightOf(run) }))
  await app.start()
  tell({ ready: (await journal.list({ active: true })).map(sightOf) })
  for (let order = await nextOrder(); order; order = await nextOrder()) {
    if (order.do === 'set-clock') setClock(order.aheadMs)
    if (order.do === 'eat') eatAll()
    if (order.do === 'back-up') await app.journal.backup(order.toPath)
  }
  await app.stop()
}

async function nextOrder(): Promise<Order | undefined> {
  const { value, done } = await orders.next()
  return done ? undefined : Order.parse(JSON.parse(value))
}

/** Takes all the memory that V8 may have. */
function eatAll(): never {
  for (const eaten: string[][] = []; ; ) eaten.push(Array.from({ length: 10_000 }, (_, index) => `crumb ${index}`))
}

function tell(heard: Heard): void {
  process.stdout.write(`${JSON.stringify(heard)}\n`)
}
