import { allDifferences, beginAfresh, type Method } from './method.ts'
import { DATABASE, NEW, OLD } from './pair.ts'

/** Tables whose rows the hand counts on both sides. */
const TABLES = ['couchdb', 'couchdb_medic_logs', 'couchdb_medic_users', 'couchdb_users_meta']

/**
 * The runbook as it is done by hand, command by command, over ssh and scp.
 * https://docs.communityhealthtoolkit.org/hosting/couch2pg/migration/
 */
export const seed: Method = {
  name: 'seed',
  what: 'runbook by hand: pg_dump -F tar, gzip, scp, scp, gunzip, createdb, pg_restore, count(*) on both sides',
  prepare: beginAfresh,
  run: async ({ operator, source, target }, say) => {
    const stepSeconds: Record<string, number> = {}
    const step = async (name: string, script: string): Promise<string> => {
      say(`${name} by hand`)
      const startedMs = performance.now()
      const printed = await operator.sh(script)
      stepSeconds[name] = (performance.now() - startedMs) / 1000
      return printed
    }
    const onOld = (command: string) => `ssh ${OLD} 'cd ${source.workDir} && ${command}'`
    const onNew = (command: string) => `ssh ${NEW} 'cd ${target.workDir} && ${command}'`

    const before = await step('count-old', onOld(COUNTS))
    await step('dump', onOld(`pg_dump -U couch2pg -d ${DATABASE} -F tar -f couch2pg.tar`))
    await step('gzip', onOld('gzip couch2pg.tar && ls -al couch2pg.tar.gz'))
    await step('scp-from-old', `scp ${OLD}:${source.workDir}/couch2pg.tar.gz .`)
    await step('scp-to-new', `scp couch2pg.tar.gz ${NEW}:${target.workDir}/`)
    await step('gunzip', onNew('ls -al couch2pg.tar.gz && gunzip couch2pg.tar.gz'))
    await step('createdb', onNew(`createdb -U postgres -O couch2pg ${DATABASE}`))
    await step('restore', onNew(`pg_restore -U couch2pg -d ${DATABASE} couch2pg.tar`))
    const after = await step('count-new', onNew(COUNTS))
    if (before !== after) throw new Error(`The counts differ: ${before} on ${OLD}, ${after} on ${NEW}.`)
    return { stepSeconds }
  },
  differences: allDifferences,
}

const COUNTS = TABLES.map((table) => `psql -XAtq -U couch2pg -d ${DATABASE} -c "select count(*) from ${table}"`).join(
  ' && ',
)
