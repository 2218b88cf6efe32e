import { canonical } from '../model/json.ts'
import { CLOSES, ENVELOPE, type Envelope, embedded, OPENS, pageDigest } from './envelope.ts'
import { isSigned } from './signature.ts'

/** What a file was found to be: as it was signed, and by which key; or why not. */
export type ReportProof =
  | { readonly ok: true; readonly key: string; readonly run: string; readonly head: string }
  | { readonly ok: false; readonly sentence: string }

/** Proves a report's file, HTML or JSON, from its bytes alone. Each of them counts. */
export function verifyReport(bytes: Uint8Array): ReportProof {
  const text = decode(bytes)
  const parts = text === undefined ? undefined : partsOf(text)
  if (!parts) return no('This is no report of Drover: it holds no signed report, or not where a report has it.')
  const envelope = read(parts.json)
  if (!envelope) return no('The signed part cannot be read: it was changed, or cut off.')
  const { key, signature, ...sealed } = envelope
  if (!isSigned(canonical(sealed), key, signature))
    return no('The signature does not fit: the report was changed after it was signed.')
  if (parts.written(canonical(envelope)) !== parts.json)
    return no('The signed part is not spelled as Drover writes it: it was changed after it was signed.')
  if (parts.page !== undefined && parts.page !== sealed.page)
    return no(
      'The page shows something else than what was signed. The signed part itself is whole; do not believe the page.',
    )
  return { ok: true, key, ...namesIn(sealed.report) }
}

/** Bytes that are no text would come out as the same character, whichever they are. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

interface Parts {
  /** The envelope, as it is spelled in this kind of file. */
  readonly json: string
  readonly written: (json: string) => string
  /** Digest of the page around it, where there is one. */
  readonly page?: string
}

function partsOf(text: string): Parts | undefined {
  if (text.startsWith('{')) return { json: text, written: (json) => `${json}\n` }
  const start = text.indexOf(OPENS)
  const from = start + OPENS.length
  const to = text.indexOf(CLOSES, from)
  if (start === -1 || to === -1) return undefined
  const page = pageDigest(text.slice(0, start), text.slice(to + CLOSES.length))
  return { json: text.slice(from, to), written: embedded, page }
}

function read(json: string): Envelope | undefined {
  try {
    return ENVELOPE.safeParse(JSON.parse(json)).data
  } catch {
    return undefined
  }
}

/** For the sentence alone, so a report of another version may lack them. */
function namesIn(report: unknown): { run: string; head: string } {
  const run = field(field(report, 'run'), 'id')
  const head = field(field(report, 'chain'), 'head')
  return { run: typeof run === 'string' ? run : 'a run', head: typeof head === 'string' ? head : '' }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined
}

function no(sentence: string): ReportProof {
  return { ok: false, sentence }
}
