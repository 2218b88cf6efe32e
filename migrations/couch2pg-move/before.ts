import {
  check,
  couchDatabases,
  databaseInventory,
  databaseVacant,
  gate,
  hostTools,
  outputOf,
  postgresVersions,
  type Step,
} from '../../src/kit.ts'
import { disks } from './disk.ts'
import { sameEnvironment } from './environment.ts'
import type { Params } from './params.ts'
import { INVENTORY, sidesOf } from './sides.ts'
import { sourceKeys } from './source-keys.ts'
import { placeOf, SYNCED } from './synced.ts'

const COMMON = ['psql', 'sha256sum', 'df', 'cut']
const OLDEST_POSTGRES = 12

/** Everything that can be known before anything is changed, and the gate where people look at it. */
export function before(params: Params): readonly Step[] {
  const { source, target, couch } = sidesOf(params)
  const staged = params.method === 'dump'
  const inventory = check(INVENTORY.id, databaseInventory({ on: source.database }))
  const disk = disks(params, source, target)
  const diskSource = check('disk-source', disk.source)
  const diskTarget = check('disk-target', disk.target)
  const vacant = check(
    'target-vacant',
    databaseVacant({
      on: target.database,
      roles: outputOf(inventory, 'roles'),
      extensions: outputOf(inventory, 'extensions'),
      md5Roles: [params.role],
    }),
  )
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
          { host: source.host, programs: [...COMMON, 'pg_dump', ...(staged ? ['gzip'] : [])] },
          { host: target.host, programs: [...COMMON, 'createdb', ...(staged ? ['gunzip', 'pg_restore'] : [])] },
        ],
      }),
    ),
    check('versions', postgresVersions({ source: source.database, target: target.database, oldest: OLDEST_POSTGRES })),
    inventory,
    diskSource,
    diskTarget,
    vacant,
    settings,
    check('couchdb', couchDatabases({ couch, databases: SYNCED.names })),
    check('resume-keys', sourceKeys({ side: source, keys: SYNCED.keys })),
    gate('go', {
      title: `Go-ahead to move ${params.database} to ${target.host}`,
      approvals: { dba: 1, 'data-owner': 1 },
      shows: [inventory, diskSource, diskTarget, vacant, settings],
    }),
  ]
}
