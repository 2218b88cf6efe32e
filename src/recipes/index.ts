export { copyFile } from './copy-file.ts'
export { copySchema, copySequences } from './copy-schema.ts'
export { copyTables } from './copy-tables.ts'
export { dumpPostgres, removeArchives } from './dump-postgres.ts'
export { passFile, psql, usePassFile } from './login.ts'
export { type DiskMeasure, measureDisks } from './measure-disks.ts'
export { type HostMeasure, measureHost } from './measure-host.ts'
export { measureLink } from './measure-link.ts'
export { measurePacking, type Packing } from './measure-packing.ts'
export {
  type DatabaseMeasure,
  measureDatabase,
  measureServer,
  measureText,
  type ServerMeasure,
} from './measure-postgres.ts'
export { measureRows } from './measure-rows.ts'
export { beforeEnd, type Measured, tryMeasure } from './measured.ts'
export { dropLedger, type Moved, movePostgres, type PostgresMove } from './move-postgres.ts'
export { baseCopy } from './physical/base-copy.ts'
export { catchUp } from './physical/catch-up.ts'
export { physicalPitfalls } from './physical/pitfalls.ts'
export { physicalPostgres, removeSetAside } from './physical-postgres.ts'
export { postgresPitfalls } from './postgres-pitfalls.ts'
export { dropQuarantined, factsAside, factsBefore, type ProvenCopy, quarantinePostgres } from './quarantine-postgres.ts'
export { sameRows } from './same-rows.ts'
