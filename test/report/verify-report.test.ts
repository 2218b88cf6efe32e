import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { canonical } from '../../src/model/json.ts'
import { type ReportTexts, seal } from '../../src/report/envelope.ts'
import { reportOf } from '../../src/report/report-of.ts'
import { signerOf } from '../../src/report/signature.ts'
import { verifyReport } from '../../src/report/verify-report.ts'
import { SIGNER } from './records-on.ts'
import { EARLIER, GOOD_END, historyOf, smallPlan, sourceOf, TAKEN_BACK } from './story.ts'

const asItIs = (text: string) => text

function sealed(beats = GOOD_END, plan = smallPlan()): ReportTexts {
  return seal(reportOf(sourceOf(historyOf(plan, beats).history, { timings: EARLIER }), asItIs), SIGNER)
}

const bytes = (text: string) => Buffer.from(text)

for (const kind of ['html', 'json'] as const) {
  test(`a ${kind} report that nobody touched proves itself, and names run, head and key`, () => {
    const { history } = historyOf(smallPlan(), GOOD_END)
    const proof = verifyReport(bytes(sealed()[kind]))
    assert.deepEqual(proof, { ok: true, key: SIGNER.key, run: 'm7f3xq', head: history.at(-1)?.hash })
  })

  test(`one flipped byte anywhere in a ${kind} report is refused`, () => {
    const whole = bytes(sealed()[kind])
    const step = Math.max(1, Math.floor(whole.length / 600))
    for (let at = 0; at < whole.length; at += step)
      for (const bit of [1, 32, 128]) {
        const bent = Buffer.from(whole)
        bent[at] = (bent[at] ?? 0) ^ bit
        assert.equal(verifyReport(bent).ok, false, `byte ${at} xor ${bit}`)
      }
  })

  test(`a ${kind} report that was cut off or got something more is refused`, () => {
    const whole = sealed()[kind]
    for (const bent of [whole.slice(0, -1), whole.slice(0, 500), `${whole} `, ` ${whole}`, ''])
      assert.equal(verifyReport(bytes(bent)).ok, false)
  })
}

test('a page that shows something else than was signed is refused, though its signed part is whole', () => {
  const bent = sealed().html.replace('with 4 of 4 steps done.', 'with 3 of 4 steps done.')
  assert.deepEqual(verifyReport(bytes(bent)), {
    ok: false,
    sentence:
      'The page shows something else than what was signed. The signed part itself is whole; do not believe the page.',
  })
})

test('the signed part of one run in the page of another one is refused', () => {
  const [one, other] = [sealed().html, sealed(TAKEN_BACK).html]
  const cut = (page: string) => /^([\s\S]*id="drover-report">)([\s\S]*?)(<\/script>[\s\S]*)$/.exec(page) ?? []
  const [, before = '', , after = ''] = cut(one)
  assert.equal(verifyReport(bytes(before + (cut(other)[2] ?? '') + after)).ok, false)
})

test('what is signed again with another key proves itself as that key’s, never as ours', () => {
  const stranger = signerOf(generateKeyPairSync('ed25519').privateKey)
  const { report } = JSON.parse(sealed().json)
  const proof = verifyReport(bytes(seal(report, stranger).json))
  assert.equal(proof.ok && proof.key, stranger.key)
  assert.notEqual(stranger.key, SIGNER.key)
})

test('our key over the signature of a stranger is refused', () => {
  const stranger = signerOf(generateKeyPairSync('ed25519').privateKey)
  const { key: _, signature: __, ...rest } = JSON.parse(sealed().json)
  const forged = canonical({ ...rest, key: SIGNER.key, signature: stranger.sign(canonical(rest)) })
  assert.deepEqual(verifyReport(bytes(`${forged}\n`)), {
    ok: false,
    sentence: 'The signature does not fit: the report was changed after it was signed.',
  })
})

test('what means the same JSON but is spelled otherwise is refused', () => {
  const spelled = `${JSON.stringify(JSON.parse(sealed().json), null, 1)}\n`
  assert.deepEqual(verifyReport(bytes(spelled)), {
    ok: false,
    sentence: 'The signed part is not spelled as Drover writes it: it was changed after it was signed.',
  })
})

test('a file that is no report is told apart from a bent one', () => {
  const sentence = 'This is no report of Drover: it holds no signed report, or not where a report has it.'
  for (const other of ['<html></html>', 'hello', '\u0000'])
    assert.deepEqual(verifyReport(bytes(other)), { ok: false, sentence })
})

test('a report is always the same file for the same history', () => {
  const digests = [sealed(), sealed()].map(({ html, json }) =>
    createHash('sha256').update(html).update(json).digest('hex'),
  )
  assert.equal(digests[0], digests[1])
})

/** Signed by the Drover that brought reports. Its words may change in later ones; that it proves itself may not. */
const GOLDEN = readFileSync(fileURLToPath(new URL('golden/rolled-back.html', import.meta.url)))

test('a report that an earlier Drover signed proves itself for ever', () => {
  assert.deepEqual(verifyReport(GOLDEN), {
    ok: true,
    key: SIGNER.key,
    run: 'm7f3xq',
    head: '2b6e042e4d184ef07f5c57866b09fb15e333a660329aea648966fff5e5930a0e',
  })
})

test('the report of a small run that was rolled back is the golden one, to the byte', () => {
  assert.equal(sealed(TAKEN_BACK).html, GOLDEN.toString())
})
