import type { Fields } from './contacts.ts'
import { type Dice, dice, revision, uuid } from './dice.ts'
import type { Population } from './population.ts'
import type { CouchDocument } from './words.ts'
import { reportedAtMs, sentences } from './words.ts'

const METRICS = [
  'boot_time',
  'boot_time:1:to_first_code_execution',
  'boot_time:2:to_bootstrap',
  'boot_time:3:to_angular_bootstrap',
  'doc_count',
  'enketo:reports:pregnancy:add:render',
  'enketo:reports:pregnancy:add:save',
  'messages_query',
  'replication:medic:from:success',
  'replication:medic:to:success',
  'report_list:load',
  'search:contacts',
  'search:reports',
  'contact_list:query',
] as const

/** The `index`-th document of medic-users-meta: one in eight is feedback, the rest is telemetry. */
export function usersMetaDocument(of: Population, index: number, generation = 1): CouchDocument {
  return index % 8 === 7 ? feedback(of, index, generation) : telemetry(of, index, generation)
}

/** The `index`-th document of medic-logs: how much a user's device replicated. */
export function logDocument(of: Population, index: number, generation = 1): CouchDocument {
  const throws = dice(`${of.seed}:log:${index}`)
  const id = `replication-count-chw${index}`
  const date = reportedAtMs(index * 40)
  return { _id: id, _rev: revision(generation, id), user: `chw${index}`, date, count: throws.between(900, 9_000) }
}

function telemetry(of: Population, index: number, generation: number): CouchDocument {
  const throws = dice(`${of.seed}:telemetry:${index}`)
  const date = new Date(reportedAtMs(index * 40))
  const [year, month, dayOfMonth] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
  const user = `chw${index % of.users}`
  const deviceId = uuid(`${of.seed}:device:${index % of.users}`)
  const id = `telemetry-${year}-${month}-${dayOfMonth}-${user}-${deviceId}-${index}`
  return {
    _id: id,
    _rev: revision(generation, id),
    type: 'telemetry',
    metrics: Object.fromEntries(METRICS.map((name) => [name, metric(throws)])),
    metadata: {
      year,
      month,
      day: dayOfMonth,
      user,
      deviceId,
      versions: { app: '4.5.0', forms: { pregnancy: '1-ab' } },
    },
    device: {
      userAgent: 'Mozilla/5.0 (Linux; Android 11)',
      hardwareConcurrency: 8,
      deviceInfo: { app: { version: 'v1.0.4' }, hardware: { manufacturer: 'Acme', model: `M${throws.between(1, 9)}` } },
    },
    dbInfo: { doc_count: throws.between(400, 4_000), update_seq: throws.between(1_000, 90_000), db_name: 'medic-user' },
  }
}

function metric(throws: Dice): Fields {
  const [min, spread, count] = [throws.between(1, 900), throws.between(0, 4_000), throws.between(1, 40)]
  const max = min + spread
  return { sum: (min + max) * count, min, max, count, sumsqr: (min * min + max * max) * count }
}

function feedback(of: Population, index: number, generation: number): CouchDocument {
  const throws = dice(`${of.seed}:feedback:${index}`)
  const time = new Date(reportedAtMs(index * 40)).toISOString()
  const id = `feedback-${time}-${uuid(`${of.seed}:feedback:${index}`)}`
  return {
    _id: id,
    _rev: revision(generation, id),
    type: 'feedback',
    meta: {
      time,
      user: { name: `chw${index % of.users}`, ctx: { roles: ['chw'] } },
      url: 'https://cht.example/medic/_design/medic/_rewrite/#/messages',
      app: 'medic',
      version: '4.5.0',
      source: throws.pick(['automatic', 'manual']),
    },
    info: { cause: throws.pick(['timeout', 'unknown', '']), message: sentences(throws, 2) },
    log: Array.from({ length: 20 }, (_, line) => ({
      level: 'error',
      arguments: `${line}: ${sentences(throws, 1)}`,
      time,
    })),
  }
}
