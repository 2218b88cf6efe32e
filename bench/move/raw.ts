import { beginAfresh, compareAll, type Method } from './method.ts'
import { DATABASE, NEW, OLD, type Pair } from './pair.ts'

/** The limit of any copy by rows: nothing but rows, table after table, by one stream and with no checks. */
export const raw: Method = {
  name: 'raw',
  what: 'the limit: rows only into tables that are there, COPY to stdout | ssh | ssh | COPY from stdin, one stream, no indexes, no views, no checks',
  prepare: async (pair) => {
    await beginAfresh(pair)
    await pair.operator.sh(`${onNew(`createdb -U postgres -O couch2pg ${DATABASE}`)}
ssh ${OLD} 'pg_dump -U postgres -d ${DATABASE} --section=pre-data' | ${onNew(`psql -XAtq -U postgres -d ${DATABASE}`)}`)
  },
  run: async ({ operator, source }, say) => {
    const names = await source.cluster.psql(DATABASE, TABLES)
    for (const table of names.split('\n')) {
      say(`rows of ${table}`)
      await operator.sh(
        `ssh ${OLD} ${psql(`copy ${table} to stdout`)} | ssh ${NEW} ${psql(`copy ${table} from stdin`)}`,
      )
    }
    return {}
  },
  differences: rowDifferences,
}

const TABLES = `select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'public' order by 1;`

function onNew(command: string): string {
  return `ssh ${NEW} '${command}'`
}

function psql(statement: string): string {
  return `'psql -XAtq -v ON_ERROR_STOP=1 -U postgres -d ${DATABASE} -c "${statement}"'`
}

/** Only tables: it promises neither views nor indexes. */
async function rowDifferences(pair: Pair): Promise<readonly string[]> {
  const tables = (await pair.source.cluster.psql(DATABASE, TABLES)).split('\n')
  const compared = (await compareAll(pair)).tables.filter(({ name }) => tables.includes(name))
  return compared.filter(({ equal }) => !equal).map(({ name }) => `${name} differs.`)
}
