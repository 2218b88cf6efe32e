import { allDifferences, beginAfresh, type Method } from './method.ts'
import { DATABASE } from './pair.ts'
import type { Installed } from './present.ts'
import { throughTunnel } from './tunnel.ts'

const SPLIT = '64MB'

/** Whether Debian's package is there. */
export const pgcopydbInstalled: Required<Installed> = {
  missing: async ({ operator }) =>
    (await operator.sh('command -v pgcopydb || :')) === ''
      ? 'pgcopydb is not installed, so its row is left out. To have it: apt-get install pgcopydb.'
      : undefined,
  version: async ({ operator }) => (await operator.sh('pgcopydb --version 2>/dev/null')).split('\n')[0],
}

/** The best known tool for a copy between two servers, started on the new host. https://github.com/dimitri/pgcopydb */
export const pgcopydb: Method = {
  ...pgcopydbInstalled,
  name: 'pgcopydb',
  what: `pgcopydb clone on the new host, 2 table jobs, 2 index jobs, tables over ${SPLIT} split where it can, the old server through an ssh tunnel; then analyze`,
  prepare: beginAfresh,
  run: async (pair, say) => {
    say('pgcopydb clone')
    const { target, operator } = pair
    const { urls, around } = await throughTunnel(pair)
    const jobs = `--table-jobs 2 --index-jobs 2 --split-tables-larger-than ${SPLIT}`
    await operator.sh(
      around(`createdb -U postgres -O couch2pg ${DATABASE}
pgcopydb clone --source ${urls.source} --target ${urls.target} --dir ${target.workDir}/pgcopydb ${jobs} </dev/null
psql -XAtq -U postgres -d ${DATABASE} -c analyze </dev/null`),
    )
    return {}
  },
  differences: allDifferences,
}
