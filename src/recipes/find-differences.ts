import { type Server, type Shape, serverOf, shapesOf } from '../checks/row-hashes-shape.ts'
import { bucketsSql, type Hashing } from '../checks/row-hashes-sql.ts'
import { hashingFor, hashingOn } from '../checks/row-hashes-way.ts'
import type { DatabaseRef, PipeResult, Tools } from '../model/ports.ts'
import { UserError } from '../model/user-error.ts'
import { databaseEnd } from './database-end.ts'
import { differentBuckets, sumsByBucket, within } from './find-differences-buckets.ts'
import { fileNameOf } from './find-differences-file-name.ts'
import { type Rows, sendPairs, takePairs } from './find-differences-script.ts'
import { type Difference, differenceSentence, unnamedSentence } from './find-differences-words.ts'

/** The two databases, the moment of the source that counts, and the run that asks. */
export interface Sides {
  readonly source: DatabaseRef
  readonly target: DatabaseRef
  readonly snapshot?: string | undefined
  readonly run: string
}

/** Rows whose keys are compared on the target, both sides together; what is beyond is said to be left out. */
const MOST_ROWS = 2_000_000

/**
 * A sentence for each of these tables on which of its rows differ. Sums of hashes by buckets of keys show where; then keys
 * and hashes of those buckets alone go from host to host, and the target's host compares them and keeps the keys of what
 * differs. Nothing of a row comes to the bot but numbers.
 */
export async function findDifferences(
  tools: Tools,
  sides: Sides,
  tables: readonly string[],
): Promise<readonly string[]> {
  if (tables.length === 0) return []
  try {
    const both = await lookAt(tools, sides)
    const sentences: string[] = []
    for (const table of tables) sentences.push(await findIn(tools, sides, both, table))
    return sentences
  } catch (error) {
    return [unnamedSentence(tables.join(', '), reasonOf(error))]
  }
}

interface Both {
  readonly from: Server
  readonly to: Server
  readonly shapes: ReadonlyMap<string, Shape>
  readonly targets: ReadonlyMap<string, Shape>
}

async function lookAt(tools: Tools, { source, target, snapshot }: Sides): Promise<Both> {
  const [from, to, shapes, targets] = await Promise.all([
    serverOf(tools, source),
    serverOf(tools, target),
    shapesOf(tools, source, snapshot),
    shapesOf(tools, target),
  ])
  return { from, to, shapes: byTable(shapes), targets: byTable(targets) }
}

function byTable(shapes: readonly Shape[]): ReadonlyMap<string, Shape> {
  return new Map(shapes.map((shape) => [shape.table, shape]))
}

async function findIn(tools: Tools, sides: Sides, both: Both, table: string): Promise<string> {
  const shape = both.shapes.get(table)
  if (!shape || !both.targets.has(table)) return unnamedSentence(table, 'it is not on both sides.')
  if (names(shape) !== names(both.targets.get(table)))
    return unnamedSentence(table, 'its columns are not the same on both sides.')
  const { by } = hashingFor(both.from, both.to)
  return nameRows(tools, sides, shape, { source: hashingOn(both.from, by), target: hashingOn(both.to, by) }).catch(
    (error: unknown) => unnamedSentence(table, reasonOf(error)),
  )
}

function names(shape: Shape | undefined): string {
  return JSON.stringify(shape?.columns.map(({ name }) => name))
}

async function nameRows(
  tools: Tools,
  sides: Sides,
  shape: Shape,
  hashing: { readonly source: Hashing; readonly target: Hashing },
): Promise<string> {
  const key = shape.key ?? ''
  const [there, here] = await Promise.all([
    sumsByBucket(tools, sides.source, bucketsSql(shape, hashing.source, key), sides.snapshot),
    sumsByBucket(tools, sides.target, bucketsSql(shape, hashing.target, key)),
  ])
  const different = differentBuckets(there, here)
  if (different.length === 0)
    return unnamedSentence(shape.table, `they are equal by now, so something writes to ${sides.target.host}.`)
  const buckets = within(
    MOST_ROWS,
    different,
    (bucket) => (there.get(bucket)?.rows ?? 0) + (here.get(bucket)?.rows ?? 0),
  )
  const found = await comparePairs(tools, sides, { shape, key, buckets }, hashing)
  const parts = buckets.length < different.length ? { seen: buckets.length, different: different.length } : undefined
  return differenceSentence({ ...found, table: shape.table, parts })
}

async function comparePairs(
  tools: Tools,
  { source, target, snapshot, run }: Sides,
  rows: Omit<Rows, 'hashing'>,
  hashing: { readonly source: Hashing; readonly target: Hashing },
): Promise<Pick<Difference, 'missing' | 'changed' | 'extra' | 'keys'>> {
  const file = rows.key === '' ? undefined : { run, name: fileNameOf(rows.shape.table) }
  const [from, to] = await Promise.all([
    databaseEnd(tools, source, sendPairs(source, { ...rows, hashing: hashing.source }, snapshot)),
    databaseEnd(tools, target, takePairs(target, { ...rows, hashing: hashing.target }, file)),
  ])
  const options = { direct: false, onBytes: () => {}, signal: new AbortController().signal }
  const result = await tools.hosts.pipe(from, to, options)
  refuseBroken(result, source, target)
  const said = new Map(
    [...result.target.stdout.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value ?? '']),
  )
  const path = said.get('path')
  const count = (name: string) => Number(said.get(name) ?? 0)
  return {
    ...{ missing: count('missing'), changed: count('changed'), extra: count('extra') },
    ...(path !== undefined && { keys: { host: target.host, path } }),
  }
}

/** The words of the programs are left out, since they may quote rows. */
function refuseBroken(result: PipeResult, source: DatabaseRef, target: DatabaseRef): void {
  const broken = [
    { host: source.host, code: result.source.code },
    { host: target.host, code: result.target.code },
  ].find(({ code }) => code !== 0)
  if (broken)
    throw new UserError('part-failed', `the comparison of keys ended with exit ${broken.code} on ${broken.host}.`)
}

/** What the bot's own questions say when the snapshot is gone ends with advice for a copy; here nothing is to be undone. */
function reasonOf(error: unknown): string {
  if (!(error instanceof UserError)) throw error
  if (error.code === 'snapshot-lost')
    return 'the moment in which the source was hashed is no longer held, and its rows may have changed since.'
  return error.message
}
