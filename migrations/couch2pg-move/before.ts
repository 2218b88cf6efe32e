import {
  check,
  couchDatabases,
  databaseInventory,
  databaseVacant,
  gate,
  hostTools,
  outputOf,
  physicalReady,
  postgresVersions,
  type Step,
} from '../../src/kit.ts'
import { clocks } from './clocks.ts'
import { disks } from './disk.ts'
import { sameEnvironment } from './environment.ts'
import { INVENTORY, PHYSICAL_READY, type Sided, sidesOf } from './sides.ts'
import { sourceKeys } from './source-keys.ts'
import { placeOf, SYNCED } from './synced.ts'

const COMMON = ['psql', 'sha256sum', 'df', 'cut']
const OLDEST_POSTGRES = 12

const CARRIERS = { stream: 'rows', dump: 'archive', physical: 'files' } as const

/** Everything that can be known before anything is changed, and the gate where people look at it. */
export function before(params: Sided): readonly Step[] {
  const { source, target, couch } = sidesOf(params)
  const staged = params.method === 'dump'
  const inventory = check(INVENTORY.id, databaseInventory({ on: source.database, carries: CARRIERS[params.method] }))
  const room = roomOnTarget(params)
  const diskSource = check('disk-source', disks(params, source, target).source)
  const settings = check(
    'settings',
    sameEnvironment({
      source: { host: source.host, dir: source.dir },
      target: { host: target.host, dir: target.dir },
      database: params.database,
      targetPort: params.targetPort,
      couchKey: placeOf(params.couchdbUrl),
    }),
  )
  return [
    check(
      'hosts',
      hostTools({
        hosts: [
          { host: source.host, programs: [...COMMON, 'pg_dump', 'pg_restore', 'base64', ...(staged ? ['gzip'] : [])] },
          {
            host: target.host,
            programs: [...COMMON, 'awk', 'seq', 'xargs', 'sort', 'comm', ...(staged ? ['gunzip', 'pg_restore'] : [])],
          },
        ],
      }),
    ),
    check('versions', postgresVersions({ source: source.database, target: target.database, oldest: OLDEST_POSTGRES })),
    inventory,
    diskSource,
    ...room,
    settings,
    check('couchdb', couchDatabases({ couch, databases: SYNCED.names })),
    check('resume-keys', sourceKeys({ side: source, keys: SYNCED.keys })),
    gate('go', {
      title: `Go-ahead to move ${params.database} to ${target.host}`,
      approvals: { dba: 1, 'data-owner': 1 },
      shows: [inventory, diskSource, ...room, settings],
      ...clocks(params),
    }),
  ]
}

/** Is the target free to be filled, and is there room? A move by files looks at its whole server. */
function roomOnTarget(params: Sided) {
  const { source, target } = sidesOf(params)
  if (params.method === 'physical') {
    const given = { source: source.database, target: target.database, roles: [params.role] }
    return [check(PHYSICAL_READY.id, physicalReady(given))]
  }
  const vacant = databaseVacant({
    on: target.database,
    roles: outputOf(INVENTORY, 'roles'),
    extensions: outputOf(INVENTORY, 'extensions'),
    md5Roles: [params.role],
  })
  return [check('disk-target', disks(params, source, target).target), check('target-vacant', vacant)]
}
