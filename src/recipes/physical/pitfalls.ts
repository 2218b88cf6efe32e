import type { Pitfall } from '../../model/migration.ts'

/** What goes wrong when a cluster moves by its files, as the programs say it, with what to do. Texts recorded from version 15. */
export const physicalPitfalls: readonly Pitfall[] = [
  {
    pattern: /no pg_hba\.conf entry for replication connection/,
    cause: 'The source lets this login in, but not to replicate.',
    fix: 'Add a line for database replication to pg_hba.conf of the source, reload it, then retry.',
  },
  {
    pattern: /must be superuser or replication role|permission denied to (?:start WAL sender|use replication slots)/,
    cause: 'The login on the source may not replicate.',
    fix: 'As a superuser there: alter role … replication; then retry.',
  },
  {
    pattern: /number of requested standby connections exceeds max_wal_senders|all replication slots are in use/,
    cause: 'Others use all replication connections or slots of the source.',
    fix: 'Raise max_wal_senders or max_replication_slots on the source, or wait until one is free; then retry.',
  },
  {
    pattern: /the WAL kept for the copy has grown past (\d+) bytes|WAL segment \S+ has already been removed/,
    cause: 'The copy took so long that the source had to let go of the WAL that it needs.',
    fix: 'Roll back, which removes the copy, free space on the source, and start again, or move with method=stream.',
  },
  {
    pattern: /the tables could not be locked for a moment/,
    cause: 'A long transaction writes to a table of the source, or holds a lock on it, for minutes.',
    fix: "Find it with select * from pg_stat_activity where state <> 'idle', let it end, then retry.",
  },
  {
    pattern: /checksum mismatch for file|is present on disk but not in the manifest|has size \d+ on disk but size/,
    cause: 'A file of the copy is not what the source sent: the disk or memory of the target is at fault.',
    fix: 'Look at the kernel log of the target before you go on; a retry makes the copy anew.',
  },
  {
    pattern: /the copy went past the marked place/,
    cause: 'The copy crashed in the very moment it became a server of its own.',
    fix: 'Nothing was put in place. Roll back, which removes the copy, and start again.',
  },
]
