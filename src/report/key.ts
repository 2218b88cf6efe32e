import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { refuse } from '../model/user-error.ts'
import { type Signer, signerOf } from './signature.ts'

const FILE = 'report-key.pem'

/** The key of this Drover, made the first time that it is asked for. */
export function reportKey(dataPath: string): Signer {
  return findKey(dataPath) ?? makeKey(dataPath)
}

/** The key of this Drover, if it has one. Throws a UserError when others can read it or it is no key. */
export function findKey(dataPath: string): Signer | undefined {
  const path = join(dataPath, FILE)
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return undefined
  if ((found.mode & 0o077) !== 0)
    refuse(
      'key-open',
      `Others on this machine can read ${path}, and could sign reports with it. Close it: chmod 600 ${path}`,
    )
  return signerOf(parse(path))
}

function parse(path: string): KeyObject {
  try {
    return createPrivateKey(readFileSync(path))
  } catch {
    return refuse(
      'key-broken',
      `${path} holds no private key. Put it back from a backup, or move it away; then a new one is made.`,
    )
  }
}

/** Two processes that make it at the same time end up with the same one: a link is never put over another. */
function makeKey(dataPath: string): Signer {
  const { privateKey } = generateKeyPairSync('ed25519')
  mkdirSync(dataPath, { recursive: true, mode: 0o700 })
  const draft = join(dataPath, `${FILE}.${randomBytes(6).toString('hex')}`)
  writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flush: true })
  try {
    linkSync(draft, join(dataPath, FILE))
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause
  } finally {
    rmSync(draft)
  }
  return (
    findKey(dataPath) ??
    refuse('key-broken', `The report key could not be kept in ${dataPath}. Look at its disk and rights.`)
  )
}
