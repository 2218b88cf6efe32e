/**
 * A stand-in for the program couch2pg, for the demo and for tests: it follows CouchDB's changes into Postgres,
 * keeps the same tables, writes the same log lines, and fails in the same ways, as recorded from cht-couch2pg 3.7.0.
 * Two differences: for a database name that does not exist the real one creates the database on CouchDB and goes on
 * with nothing to do, this one only goes on; and this one runs on current Node versions.
 */
import { createLog } from './log.ts'
import { readEnvironment } from './options.ts'
import { runCouch2pg } from './run.ts'

const [options, addresses] = readEnvironment(process.env)
const log = createLog((line) => process.stdout.write(line), options.debug)
process.exit(await runCouch2pg(options, addresses, log))
