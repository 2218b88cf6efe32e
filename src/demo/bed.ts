import { join } from 'node:path'
import { type BedFolder, createBedFolder } from './bed-folder.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { type Couchdb, DEFAULT_DOCS, DEFAULT_SEED, startCouchdb } from './couchdb.ts'
import { loadDatabase } from './load.ts'
import { newPassword } from './password.ts'
import { type Side, setUpCouch2pg } from './side.ts'
import { type SshHost, startSshHost } from './ssh-host.ts'
import { createSshKey, type SshKey } from './ssh-key.ts'
import { trust } from './ssh-trust.ts'
import { findTools, type Tools } from './tools.ts'
import { type Wiring, wiring } from './wiring.ts'

/** What a bed should be like; everything has a default. */
export interface BedOptions {
  /** Rows of table couchdb. */
  docs?: number
  seed?: number
  /** Parent of the bed's folder. */
  dir?: string
  /** Pause of couch2pg between two rounds, in minutes; fractions are fine. */
  sleepMins?: number
  /** True gives the target's role couch2pg a SCRAM password, which couch2pg cannot use. */
  targetScram?: boolean
  /** Gets a sentence when something is about to take a moment. */
  onProgress?: (sentence: string) => void
}

/** Passwords of a bed: new ones each time. */
export interface BedSecrets {
  couchdb: string
  source: Cluster['passwords']
  target: Cluster['passwords']
}

/**
 * Two hosts, two database servers, a CouchDB, and couch2pg on both hosts: running and up to date on the source; set up
 * and stopped on the target, where the database does not exist yet.
 */
export interface Bed {
  dir: string
  source: Side
  target: Side
  couchdb: Couchdb
  secrets: BedSecrets
  /** Where everything is, as of now: read it again after a host key has changed. */
  readonly config: Wiring
  /** Ends everything by process id and removes the folder; a second call waits for the first. */
  stop(): Promise<void>
}

const DATABASE = 'cht'
const DEFAULT_SLEEP_MINS = 0.05

/** Starts a bed; when a part of it fails, what was started is cleared away before this throws. */
export async function startBed(options: BedOptions = {}): Promise<Bed> {
  const tools = await findTools()
  const folder = await createBedFolder(options.dir)
  try {
    return await buildBed(folder, tools, options)
  } catch (error) {
    await folder.clear()
    throw error
  }
}

async function buildBed(folder: BedFolder, tools: Tools, options: BedOptions): Promise<Bed> {
  const say = options.onProgress ?? (() => {})
  say('Starting two hosts with sshd and two PostgreSQL servers on 127.0.0.1.')
  const key = await createSshKey(tools.sshKeygen, join(folder.dir, 'operator_key'))
  const [sourceHost, targetHost, sourceCluster, targetCluster, couchdb] = await Promise.all([
    startHost(folder, tools, key, 'pg-old'),
    startHost(folder, tools, key, 'pg-new'),
    startServer(folder, tools, 'pg-old', false),
    startServer(folder, tools, 'pg-new', options.targetScram ?? false),
    folder.keep(startDocuments(options)),
  ])

  const { docs = DEFAULT_DOCS, sleepMins = DEFAULT_SLEEP_MINS } = options
  say(`Filling the source database ${DATABASE} with ${docs.toLocaleString('en-US')} documents.`)
  const setUp = async (host: SshHost, cluster: Cluster): Promise<Side> => {
    const urls = { couchdbUrl: couchdb.url(), postgresqlUrl: cluster.url('couch2pg', DATABASE) }
    return { host, cluster, couch2pg: await setUpCouch2pg(host, { ...urls, sleepMins }) }
  }
  const couchHost = `127.0.0.1:${couchdb.port}`
  const [source, target] = await Promise.all([
    setUp(sourceHost, sourceCluster),
    setUp(targetHost, targetCluster),
    loadDatabase({ cluster: sourceCluster, database: DATABASE, couch: couchdb.instance, couchHost }),
    trust(tools, sourceHost, targetHost),
  ])

  say('Starting couch2pg on the source.')
  await source.couch2pg.compose('up', '-d')
  return {
    dir: folder.dir,
    ...{ source, target, couchdb },
    secrets: {
      couchdb: couchdb.password,
      source: sourceCluster.passwords,
      target: targetCluster.passwords,
    },
    get config() {
      return wiring(DATABASE, couchdb, source, target)
    },
    stop: folder.clear,
  }
}

function startHost(folder: BedFolder, tools: Tools, key: SshKey, name: string): Promise<SshHost> {
  const host = startSshHost({
    ...{ name, tools },
    dir: join(folder.dir, name),
    bedDir: folder.dir,
    authorizedKeys: [key.publicKey],
    privateKeyPath: key.privateKeyPath,
    pathDirs: [tools.postgresBinDir],
  })
  return folder.keep(host)
}

function startServer(folder: BedFolder, tools: Tools, name: string, scram: boolean): Promise<Cluster> {
  const dir = join(folder.dir, `${name}-postgres`)
  return folder.keep(startCluster({ name, dir, bedDir: folder.dir, binDir: tools.postgresBinDir, scram }))
}

async function startDocuments(options: BedOptions): Promise<Couchdb> {
  const { docs = DEFAULT_DOCS, seed = DEFAULT_SEED } = options
  return startCouchdb({ docs, seed, password: newPassword() })
}
