import { formatBytes } from '../model/amount.ts'
import { INSTEAD } from './physical-instead.ts'
import type { Rule } from './physical-problems.ts'

/** Below this the source would stop keeping WAL almost at once: half of what is free is the limit. */
const LEAST_WAL_BYTES = 512_000_000

/** May the login on the source do what a copy takes, and does the server offer it? */
export const sourceRights: Rule = ({ from, source }) => [
  !from.may_replicate && {
    summary: `${source.user} may not replicate from ${source.host}.`,
    advice: `As a superuser there: alter role ${source.user} replication; then retry.`,
  },
  from.may_replicate &&
    from.replicationRefusal !== '' && {
      summary: `${source.host} refuses replication connections of ${source.user}: ${from.replicationRefusal}`,
      advice: `Add a line to pg_hba.conf on ${source.host} (host replication ${source.user} 127.0.0.1/32 scram-sha-256), reload, then retry.`,
    },
  from.in_recovery && {
    summary: `${source.host} is a standby itself, and the moment of the copy cannot be marked there.`,
    advice: 'Take its primary as the source.',
  },
  !['replica', 'logical'].includes(from.wal_level) && {
    summary: `wal_level is ${from.wal_level} on ${source.host}; a copy needs replica.`,
    advice: `Set wal_level = replica and restart it, or start again with method=stream.`,
  },
  from.full_page_writes !== 'on' && {
    summary: `full_page_writes is off on ${source.host}, so a copy taken while it runs could be torn.`,
    advice: `Set full_page_writes = on, reload, then retry.`,
  },
  from.free_senders < 2 && {
    summary: `${source.host} has ${from.free_senders} of its max_wal_senders free; a copy needs 2.`,
    advice: `Raise max_wal_senders and restart it, or start again with method=stream.`,
  },
  from.free_slots < 2 && {
    summary: `${source.host} has ${from.free_slots} of its max_replication_slots free; a copy needs 2.`,
    advice: `Raise max_replication_slots and restart it, or start again with method=stream.`,
  },
  from.walFreeBytes < LEAST_WAL_BYTES && {
    summary: `${source.host} has ${formatBytes(from.walFreeBytes)} free where its WAL is, which it has to keep while the copy is made.`,
    advice: 'Free space there, then retry.',
  },
  ...from.databases
    .filter(({ name }) => name === source.database)
    .flatMap(({ unlockable, may_mark }) => [
      unlockable.length > 0 && {
        summary: `${source.user} may not lock ${unlockable.slice(0, 3).join(', ')}${unlockable.length > 3 ? ` and ${unlockable.length - 3} more` : ''}, which takes the right to update or delete.`,
        advice: 'Make it a member of their owner, or use a superuser as sourceUser; then retry.',
      },
      !may_mark && {
        summary: `${source.user} may not write a mark into the WAL of ${source.host}.`,
        advice: `As a superuser there: grant execute on function pg_logical_emit_message(boolean, text, text) to ${source.user}; then retry.`,
      },
    ]),
]

/** Is there anything in the source's cluster that a copy of its files would not bring along well? */
export const sourceContent: Rule = ({ from, to, source, target, roles }) => {
  const missing = [...new Set(from.databases.flatMap(({ extensions }) => extensions))].filter(
    (name) => !to.available.includes(name),
  )
  const unlogged = from.databases.find(({ name }) => name === source.database)?.unlogged ?? []
  const strangers = [...new Set([target.user, ...roles])].filter((role) => !from.roles.includes(role))
  return [
    from.tablespaces.length > 0 && {
      summary: `${source.host} keeps files outside its data folder, in tablespace ${from.tablespaces.join(', ')}.`,
      advice: INSTEAD,
    },
    from.subscriptions.length > 0 && {
      summary: `${source.host} subscribes to another server (${from.subscriptions.join(', ')}), and the copy would pull the same changes a second time.`,
      advice: `Start again with method=stream.`,
    },
    from.prepared > 0 && {
      summary: `${source.host} holds ${from.prepared} prepared ${from.prepared === 1 ? 'transaction' : 'transactions'}, which would come along unfinished.`,
      advice: 'Commit them or roll them back, then retry.',
    },
    unlogged.length > 0 && {
      summary: `${unlogged.join(', ')} of ${source.database} is unlogged, and would be empty in the copy.`,
      advice: 'Alter it to set logged, or start again with method=stream.',
    },
    missing.length > 0 && {
      summary: `${target.host} cannot offer the extension ${missing.join(', ')}.`,
      advice: 'Install its package on the server, then retry.',
    },
    strangers.length > 0 && {
      summary: `${source.host} has no role ${strangers.join(', no role ')}, and the roles of ${target.host} will be those of ${source.host}.`,
      advice: `Create it on ${source.host}, or name another with targetUser; then retry.`,
    },
  ]
}
