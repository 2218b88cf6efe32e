import type { Server } from './row-hashes-shape.ts'
import type { Hashing } from './row-hashes-sql.ts'

/** Encodings whose texts are taken as they are: they hold UTF-8, or whatever bytes were put in. */
const PLAIN = ['UTF8', 'SQL_ASCII']

/**
 * The function to hash a source with, chosen before it is hashed, since its snapshot will be gone when the target is: the
 * server's own fast one where both servers are of one major version and of plain encodings, for it may change between
 * versions and sees bytes, not letters; else MD5, which every server has. A target database that is not there yet will
 * get the source's encoding.
 */
export function hashingFor(source: Server, target: Server | undefined): Hashing {
  const encodings = [source.encoding, target?.encoding ?? source.encoding]
  const plain = encodings.every((encoding) => encoding !== undefined && PLAIN.includes(encoding))
  const by = source.major === target?.major && plain ? 'hashtextextended' : 'md5'
  return hashingOn(source, by)
}

/** The function as a server has to use it: with its encoding, where texts are not UTF-8 as they stand. */
export function hashingOn({ encoding }: Server, by: Hashing['by']): Hashing {
  return encoding === undefined || PLAIN.includes(encoding) ? { by } : { by, encoding }
}
