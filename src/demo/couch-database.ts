import { createHash } from 'node:crypto'
import { revision } from './documents/dice.ts'
import type { CouchDocument } from './documents/words.ts'

/** One row of a changes feed: the newest revision of one document. */
export interface Change {
  seq: number
  id: string
  rev: string
  deleted: boolean
}

/** A page of a changes feed. */
export interface ChangesPage {
  changes: Change[]
  lastSeq: number
  /** Rows after this page. */
  pending: number
}

interface Entry extends Change {
  index: number
  generation: number
}

/** Makes the `index`-th document of a database in its `generation`-th revision. */
export type DocumentMaker = (index: number, generation: number) => CouchDocument

// Long enough to look like the real thing (about 280 characters), and it must begin as Erlang terms packed by CouchDB do.
const OPAQUE_START = 'g1AAAA'
const OPAQUE_LENGTH = 270

/**
 * A CouchDB database that keeps only what its changes feed needs and makes documents when asked for
 * them, so that large beds stay small in memory. A superseded revision leaves a hole in the feed, as in CouchDB.
 */
export class CouchDatabase {
  readonly name: string
  readonly #make: DocumentMaker
  readonly #feed: (Entry | undefined)[] = []
  readonly #byId = new Map<string, Entry>()
  #nextIndex = 0
  #deletedCount = 0

  constructor(name: string, make: DocumentMaker) {
    this.name = name
    this.#make = make
  }

  get docCount(): number {
    return this.#byId.size - this.#deletedCount
  }

  get deletedCount(): number {
    return this.#deletedCount
  }

  get lastSeq(): number {
    return this.#feed.length
  }

  /** Adds the next `count` documents. */
  add(count: number): void {
    for (let left = count; left > 0; left--) this.#write(this.#entry(this.#nextIndex++, 1))
  }

  /** Writes a new revision of the document made from `index`. */
  change(index: number): void {
    const current = this.#current(index)
    if (current && !current.deleted) this.#write(this.#entry(index, current.generation + 1))
  }

  /** Deletes the document made from `index`; the feed keeps a row that says so. */
  remove(index: number): void {
    const current = this.#current(index)
    if (!current || current.deleted) return
    const generation = current.generation + 1
    this.#deletedCount++
    this.#write({ ...current, generation, deleted: true, rev: revision(generation, `${current.id}:deleted`) })
  }

  /** The feed after `since`, at most `limit` rows. */
  changes(since: number, limit: number): ChangesPage {
    const rest = this.#feed.slice(since).filter((entry) => entry !== undefined)
    const page = rest.slice(0, limit)
    const isAll = page.length === rest.length
    const lastSeq = isAll ? this.lastSeq : (page.at(-1)?.seq ?? since)
    return { changes: page, lastSeq, pending: rest.length - page.length }
  }

  /** The newest revision of a document, nothing for a deleted or unknown one. */
  get(id: string): CouchDocument | undefined {
    const entry = this.#byId.get(id)
    return entry && !entry.deleted ? this.#make(entry.index, entry.generation) : undefined
  }

  /** All documents that are not deleted, oldest change first. */
  *documents(): Generator<CouchDocument> {
    for (const entry of this.#feed) if (entry && !entry.deleted) yield this.#make(entry.index, entry.generation)
  }

  /** The sequence as clients see it: `<number>-<opaque>`. */
  sequence(seq: number): string {
    return `${seq}-${OPAQUE_START}${opaque(`${this.name}:${seq}`).slice(0, OPAQUE_LENGTH - OPAQUE_START.length)}`
  }

  #current(index: number): Entry | undefined {
    return index < this.#nextIndex ? this.#byId.get(this.#make(index, 1)._id) : undefined
  }

  #entry(index: number, generation: number): Entry {
    const { _id, _rev } = this.#make(index, generation)
    return { seq: 0, id: _id, rev: _rev, deleted: false, index, generation }
  }

  #write(entry: Entry): void {
    const before = this.#byId.get(entry.id)
    if (before) this.#feed[before.seq - 1] = undefined
    const written = { ...entry, seq: this.#feed.length + 1 }
    this.#feed.push(written)
    this.#byId.set(entry.id, written)
  }
}

/** The number of a sequence a client sent: undefined when CouchDB would call it malformed, as it does plain numbers. */
export function parseSequence(text: string): number | undefined {
  if (text === '0' || text === '') return 0
  const [, number] = /^(\d+)-g1AAAA[\w-]*$/.exec(text) ?? []
  return number === undefined ? undefined : Number(number)
}

function opaque(seed: string): string {
  return Array.from({ length: 5 }, (_, part) =>
    createHash('sha512').update(`${seed}:${part}`).digest('base64url'),
  ).join('')
}
