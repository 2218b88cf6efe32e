import { join } from 'node:path'
import { type BedFolder, createBedFolder } from '../../src/demo/bed-folder.ts'
import type { Cluster } from '../../src/demo/cluster.ts'
import { couchInstance } from '../../src/demo/couch-instance.ts'
import { DEFAULT_SEED } from '../../src/demo/couchdb.ts'
import { loadDatabase } from '../../src/demo/load.ts'
import { createSshKey } from '../../src/demo/ssh-key.ts'
import { type Door, trust } from '../../src/demo/ssh-trust.ts'
import { findTools, type Tools } from '../../src/demo/tools.ts'
import { formatCount } from '../../src/model/amount.ts'
import { type Link, type LinkName, startLink } from './link.ts'
import { createOperator, type Operator } from './operator.ts'
import { type PairSide, startSide } from './pair-side.ts'

/** The database that is moved, and the hosts it is moved between. */
export const DATABASE = 'cht'
export const OLD = 'old-pg'
export const NEW = 'new-pg'

/** Two hosts with a database server each, an operator who reaches both, and a link in front of them. */
export interface Pair {
  readonly dir: string
  readonly source: PairSide
  readonly target: PairSide
  readonly operator: Operator
  readonly link: Link
  /** Stops and removes everything. A process that ends without this leaves it to a janitor. */
  stop(): Promise<void>
}

/** How big the source is, and how fast the hosts are reached. */
export interface PairSize {
  /** Documents of the CouchDB database medic; table couchdb has half as many again. */
  readonly docs: number
  readonly link: LinkName
}

/** Builds a pair: the source holds the database, the target none. What was started is cleared away when a part fails. */
export async function startPair(size: PairSize, say: (sentence: string) => void): Promise<Pair> {
  const tools = await findTools()
  const folder = await createBedFolder()
  try {
    return await build(folder, tools, size, say)
  } catch (error) {
    await folder.clear()
    throw error
  }
}

async function build(folder: BedFolder, tools: Tools, size: PairSize, say: (sentence: string) => void): Promise<Pair> {
  const { dir } = folder
  say(`Starting two hosts with sshd and two PostgreSQL servers on 127.0.0.1, in ${dir}.`)
  const key = await createSshKey(tools.sshKeygen, join(dir, 'operator_key'))
  const [source, target] = await Promise.all([startSide(folder, tools, key, OLD), startSide(folder, tools, key, NEW)])
  const link = await folder.keep(startLink(size.link, [source.host.port, target.host.port], dir))
  const [oldDoor, newDoor] = [doorTo(source, link.ports[0]), doorTo(target, link.ports[1])]
  await trust(tools, target.host, oldDoor)
  const operator = await createOperator(dir, tools, [oldDoor, newDoor])
  say(`Filling ${DATABASE} on ${OLD}: ${formatCount(size.docs)} documents of medic, and what belongs to them.`)
  await fill(source.cluster, size.docs)
  return { dir, source, target, operator, link, stop: folder.clear }
}

function doorTo({ host }: PairSide, port: number): Door {
  const { name, address, user, hostKeyPublic, authorize } = host
  return { name, address, port, user, hostKeyPublic, authorize }
}

/** Fills, and leaves nothing to do for the first who reads: no hint bits to set, no pages to write. */
async function fill(cluster: Cluster, docs: number): Promise<void> {
  const couch = couchInstance(Math.round(docs * 1.5), DEFAULT_SEED)
  await loadDatabase({ cluster, database: DATABASE, couch, couchHost: '127.0.0.1:5984' })
  await cluster.psql(DATABASE, 'vacuum (analyze); checkpoint;')
}
