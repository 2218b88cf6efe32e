import { createPrivateKey } from 'node:crypto'
import { GENESIS } from '../../src/journal/chain.ts'
import type { Journal } from '../../src/model/journal.ts'
import type { ChainState, Records } from '../../src/model/records.ts'
import { redact } from '../../src/model/redaction.ts'
import { createReporter } from '../../src/report/reporter.ts'
import { signerOf } from '../../src/report/signature.ts'

/** A key that is the same in every test, as PKCS #8 has it: https://www.rfc-editor.org/rfc/rfc8410#section-7 */
export const SIGNER = signerOf(
  createPrivateKey({
    key: Buffer.from(`302e020100300506032b657004220420${'07'.repeat(32)}`, 'hex'),
    format: 'der',
    type: 'pkcs8',
  }),
)

const NOTHING: ChainState = { events: 0, head: GENESIS }

/** Records of a journal for tests: a fixed key, ids for names, and a chain that is as told. */
export function recordsOn(journal: Journal, now: () => Date, chain = async () => NOTHING): Records {
  const nameOf = async (id: string) => id
  const files = createReporter({
    journal,
    nameOf,
    redact: (text) => redact(text, ['hunter2']),
    signer: () => SIGNER,
    now,
  })
  return { chain, ...files }
}
