import { z } from 'zod'
import type { Json } from '../../model/json.ts'
import type { Due, Letter, Posted } from '../../model/mailroom.ts'
import { UserError } from '../../model/user-error.ts'

/** What a letter says, as its row holds it. */
export interface ContentRow {
  readonly key: string
  readonly channel: string
  readonly thread_key: string | null
  readonly text: string
  readonly blocks: string
  readonly file: string | null
}

/** A letter's row: what it says and how far its delivery is. */
export interface LetterRow extends ContentRow {
  readonly version: number
  readonly sent_version: number
  readonly ts: string | null
  readonly tried_at: string | null
  readonly refused: string | null
  readonly part_of: string | null
}

/** What the outbox needs to know of a letter to choose which go out. */
export interface DueRow
  extends Pick<LetterRow, 'key' | 'channel' | 'thread_key' | 'version' | 'ts' | 'tried_at' | 'part_of'> {
  readonly has_file: number
}

const FILE = z.object({ name: z.string(), text: z.string() })

/** Blocks are not walked through: what JSON.parse gives is JSON. */
const BLOCKS = z.custom<readonly Json[]>(Array.isArray)

export function writeLetter({ key, channel, threadKey, text, blocks, file }: Letter): ContentRow {
  const texts = { blocks: JSON.stringify(blocks), file: file ? JSON.stringify(file) : null }
  return { key, channel, thread_key: threadKey ?? null, text, ...texts }
}

/** The letter of a row, with what is unknown left out. */
export function readLetter(row: LetterRow): Posted {
  return {
    key: row.key,
    channel: row.channel,
    ...(row.thread_key !== null && { threadKey: row.thread_key }),
    text: row.text,
    blocks: readJson(row.key, row.blocks, BLOCKS),
    ...(row.file !== null && { file: readJson(row.key, row.file, FILE) }),
    version: row.version,
    sentVersion: row.sent_version,
    ...deliveryOf(row),
    ...(row.refused !== null && { refused: row.refused }),
  }
}

/** The waiting letter of a row. */
export function readDue(row: DueRow): Due {
  return {
    key: row.key,
    channel: row.channel,
    ...(row.thread_key !== null && { threadKey: row.thread_key }),
    hasFile: row.has_file === 1,
    version: row.version,
    ...deliveryOf(row),
  }
}

function deliveryOf({ ts, tried_at: triedAt, part_of: partOf }: Pick<LetterRow, 'ts' | 'tried_at' | 'part_of'>) {
  return {
    ...(ts !== null && { ts }),
    ...(triedAt !== null && { triedAt }),
    ...(partOf !== null && { partOf }),
  }
}

/** Throws a UserError when the row is not one that this program wrote. */
function readJson<Value>(key: string, text: string, schema: z.ZodType<Value>): Value {
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new UserError(
      'letter-row-broken',
      `The row of the message ${key} in the journal is not one that Drover wrote, so it is not sent. Keep this file, and restore the latest backup.`,
      { cause },
    )
  }
}

/** A card drawn again from the same rows is the same letter, and needs no second delivery. */
export function sameContent(a: ContentRow, b: ContentRow): boolean {
  const keys = ['channel', 'thread_key', 'text', 'blocks', 'file'] as const
  return keys.every((key) => a[key] === b[key])
}
