import {
  baseCopy,
  catchUp,
  clusterVacant,
  copyFile,
  copySchema,
  copySequences,
  copyTables,
  couchDatabases,
  databaseInventory,
  databaseVacant,
  defineMigration,
  destructionFacts,
  diskFree,
  hostTools,
  physicalPitfalls,
  physicalReady,
  postgresPitfalls,
  postgresVersions,
  rowHashes,
  sameRows,
  sameStructure,
} from '../../src/kit.ts'
import { after } from './after.ts'
import { before } from './before.ts'
import { during } from './during.ts'
import { sameEnvironment } from './environment.ts'
import { firstRun, quietCycles } from './log-watch.ts'
import { params, refuseOddParams } from './params.ts'
import { freshness, nothingMissing } from './parity.ts'
import { planner } from './planner.ts'
import { rehearsal } from './rehearsal.ts'
import { sameDocuments } from './same-documents.ts'
import { sourceKeys } from './source-keys.ts'
import { couch2pgRunning, couch2pgStopped } from './stopped.ts'

const checks = [
  destructionFacts,
  couchDatabases,
  databaseInventory,
  clusterVacant,
  databaseVacant,
  diskFree,
  hostTools,
  physicalReady,
  postgresVersions,
  rowHashes,
  sameRows,
  sameStructure,
  sameEnvironment,
  firstRun,
  quietCycles,
  freshness,
  nothingMissing,
  sameDocuments,
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
  planner,
  steps: (given) => {
    refuseOddParams(given)
    return [...before(given), ...during(given), ...after(given)]
  },
  locks: ({ source, target, sourcePort, targetPort, database }) => [
    `database:${source}:${sourcePort}/${database}`,
    `database:${target}:${targetPort}/${database}`,
    `server:${target}:${targetPort}`,
  ],
  rehearsal,
  checks: checks.map(({ registered }) => registered),
  actions: [baseCopy, catchUp, copyFile, copySchema, copySequences, copyTables].map(({ registered }) => registered),
  pitfalls: { postgres: [...physicalPitfalls, ...postgresPitfalls] },
})
