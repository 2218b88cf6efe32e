import {
  copyFile,
  copySchema,
  copyTables,
  couchDatabases,
  databaseInventory,
  databaseVacant,
  defineMigration,
  diskFree,
  hostTools,
  postgresPitfalls,
  postgresVersions,
  rowCounts,
  sameRowCounts,
  sameStructure,
} from '../../src/kit.ts'
import { after } from './after.ts'
import { before } from './before.ts'
import { during } from './during.ts'
import { sameEnvironment } from './environment.ts'
import { firstRun, quietCycles } from './log-watch.ts'
import { params, refuseOddParams } from './params.ts'
import { freshness, nothingMissing } from './parity.ts'
import { sourceKeys } from './source-keys.ts'
import { couch2pgRunning, couch2pgStopped } from './stopped.ts'

const checks = [
  couchDatabases,
  databaseInventory,
  databaseVacant,
  diskFree,
  hostTools,
  postgresVersions,
  rowCounts,
  sameRowCounts,
  sameStructure,
  sameEnvironment,
  firstRun,
  quietCycles,
  freshness,
  nothingMissing,
  sourceKeys,
  couch2pgRunning,
  couch2pgStopped,
]

/** Runbook: https://docs.communityhealthtoolkit.org/hosting/couch2pg/migration/ */
export default defineMigration({
  name: 'couch2pg-move',
  summary: 'Move couch2pg and its Postgres data to a new server',
  params,
  roles: ['dba', 'data-owner', 'analytics-lead', 'sre-lead'],
  steps: (given) => {
    refuseOddParams(given)
    return [...before(given), ...during(given), ...after(given)]
  },
  locks: ({ source, target, sourcePort, targetPort, database }) => [
    `database:${source}:${sourcePort}/${database}`,
    `database:${target}:${targetPort}/${database}`,
  ],
  checks: checks.map(({ registered }) => registered),
  actions: [copyFile, copySchema, copyTables].map(({ registered }) => registered),
  pitfalls: { postgres: postgresPitfalls },
})
