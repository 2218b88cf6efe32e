import { createReach } from '../src/app.ts'
import type { Bench } from './bench.ts'
import { beginAfresh, compareAll } from './move/method.ts'
import { docsOf } from './move/options.ts'
import { DATABASE, NEW, OLD, type Pair, startPair } from './move/pair.ts'
import { presentOf } from './move/present.ts'
import { configFor, passwordsOf } from './move/stream.ts'
import { compareData } from './verify/compare-data.ts'
import { countProof, hashProof } from './verify/drover-proofs.ts'
import { examine } from './verify/examine.ts'
import { type Examined, report } from './verify/report.ts'
import { wholeNumber } from './whole-number.ts'

const PROOFS = [countProof, hashProof, compareData]

/** How long it takes to tell that two databases hold the same, and what each way of telling does not see. */
export const verify: Bench = {
  name: 'verify',
  summary: 'Two equal databases compared in several ways, and what each way sees of a damage.',
  needs: 'Needs PostgreSQL and OpenSSH; pgcopydb is measured where it is installed and has compare data.',
  options: {
    docs: 'Documents of the CouchDB database medic; 300000 when left out.',
    rounds: 'Rounds of all proofs, in turns; 3 when left out.',
  },
  run: async (typed, { say }) => {
    const docs = docsOf(typed)
    const rounds = wholeNumber(typed, 'rounds', 3)
    for (const { name, what } of PROOFS) say(`${name}: ${what}.`)
    const pair = await startPair({ docs, link: 'local' }, say)
    try {
      const proofs = await examineAll(pair, rounds, say)
      return report({ proofs, rows: await rowsAfter(pair), docs, rounds })
    } finally {
      say('Stopping and removing everything.')
      await pair.stop()
    }
  },
}

async function examineAll(pair: Pair, rounds: number, say: (sentence: string) => void): Promise<readonly Examined[]> {
  const reach = createReach(configFor(pair), passwordsOf(pair))
  try {
    const proofs = await presentOf(PROOFS, pair, say)
    say(`Filling ${DATABASE} on ${NEW} by pg_dump and pg_restore.`)
    await fillTarget(pair)
    say('Opening the connections, not timed.')
    await countProof.finds({ pair, tools: reach.tools })
    return await examine({ pair, tools: reach.tools }, proofs, rounds, say)
  } finally {
    await reach.close()
  }
}

async function fillTarget(pair: Pair): Promise<void> {
  await beginAfresh(pair)
  await pair.operator.sh(`ssh ${NEW} 'createdb -U postgres -O couch2pg ${DATABASE}'
ssh ${OLD} 'pg_dump -U postgres -Fc -Z0 ${DATABASE}' | ssh ${NEW} 'pg_restore -U postgres -d ${DATABASE}'`)
  await pair.target.cluster.psql(DATABASE, 'vacuum (analyze); checkpoint;')
}

/** No proof looks into these: they are made from the tables. */
const VIEWS = `select format('%I.%I', schemaname, matviewname) from pg_matviews;`

/** Rows of the tables of each side. Every damage was taken back, or what a proof saw may have been an older one. */
async function rowsAfter(pair: Pair): Promise<number> {
  const { differences, tables } = await compareAll(pair)
  if (differences.length > 0) throw new Error(`A damage was not taken back: ${differences.join(' ')}`)
  const views = (await pair.source.cluster.psql(DATABASE, VIEWS)).split('\n')
  return tables.reduce((sum, { name, sourceRows = 0 }) => sum + (views.includes(name) ? 0 : sourceRows), 0)
}
