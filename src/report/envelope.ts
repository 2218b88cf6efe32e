import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonical } from '../model/json.ts'
import { page } from './html/page.ts'
import type { Report } from './report.ts'
import type { Signer } from './signature.ts'

export const FORMAT = 'drover-report/1'

/** What is signed: the report, and the digest of the page that shows it. */
export const SEALED = z.strictObject({
  format: z.literal(FORMAT),
  /** SHA-256 of the page without what is embedded in it. */
  page: z.string(),
  report: z.unknown(),
})

/** What a file holds: what is signed, by whom, and the signature over its canonical JSON. */
export const ENVELOPE = SEALED.extend({ key: z.string(), signature: z.string() })
export type Envelope = z.infer<typeof ENVELOPE>

/** The texts of a report's two files. */
export interface ReportTexts {
  readonly html: string
  readonly json: string
}

export const OPENS = '<script type="application/json" id="drover-report">'
export const CLOSES = '</script>'

/** Both files of a report, signed. */
export function seal(report: Report, signer: Signer): ReportTexts {
  const { before, after } = page(report, signer.key)
  const sealed = { format: FORMAT, page: pageDigest(before, after), report }
  const json = canonical({ ...sealed, key: signer.key, signature: signer.sign(canonical(sealed)) })
  return { json: `${json}\n`, html: `${before}${OPENS}${embedded(json)}${CLOSES}${after}` }
}

/** What of the page is not the embedded report. */
export function pageDigest(before: string, after: string): string {
  return createHash('sha256').update(before).update(OPENS).update(CLOSES).update(after).digest('hex')
}

/** JSON that no HTML parser can see the end of too early. */
export function embedded(json: string): string {
  return json.replaceAll('<', '\\u003c')
}
