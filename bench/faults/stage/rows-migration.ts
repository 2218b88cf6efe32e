import {
  check,
  copySchema,
  copySequences,
  copyTables,
  type DatabaseRef,
  databaseInventory,
  defineMigration,
  movePostgres,
  outputOf,
  postgresPitfalls,
  rowHashes,
  sameRows,
  sameStructure,
  z,
} from '../../../src/kit.ts'
import { dropLedger } from '../../../src/recipes/move-postgres.ts'

const CHECKS = [databaseInventory, rowHashes, sameRows, sameStructure]
const ACTIONS = [copySchema, copySequences, copyTables]

/** Slow enough for something to happen in the middle. */
export const BYTES_A_SECOND = 2_000_000

/** The move of a database by streams with its proofs, as couch2pg-move does it, without people and without couch2pg. */
export function rowsMigration(source: DatabaseRef, target: DatabaseRef, limit: number) {
  const inventory = check('inventory', databaseInventory({ on: source }))
  const { steps, verification, structure, after } = movePostgres({
    ...{ source, target, owner: 'couch2pg', direct: false, streams: 2, compression: 'none', proof: 'hash' },
    limit,
    encoding: outputOf(inventory, 'encoding'),
    matviews: outputOf(inventory, 'matviews'),
  })
  return defineMigration({
    name: 'faults-rows',
    summary: 'Move a database',
    params: z.strictObject({}),
    roles: [],
    checks: CHECKS.map(({ registered }) => registered),
    actions: ACTIONS.map(({ registered }) => registered),
    pitfalls: { postgres: postgresPitfalls },
    steps: () => [inventory, ...steps, verification, structure, ...after, dropLedger(target)],
  })
}
