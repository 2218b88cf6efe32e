import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { runCli } from '../../src/cli/cli.ts'
import { createSqliteJournal } from '../../src/journal/sqlite/journal.ts'
import { openDatabase } from '../../src/journal/sqlite/open.ts'
import { UserError } from '../../src/model/user-error.ts'
import { seal } from '../../src/report/envelope.ts'
import { reportKey } from '../../src/report/key.ts'
import { reportOf } from '../../src/report/report-of.ts'
import { startControl } from '../../src/serving/control.ts'
import { approve, measured, movePlan } from '../journal/contract/stories.ts'
import { DBA, OWNER, STARTER, start } from '../model/sample.ts'
import { SIGNER } from '../report/records-on.ts'
import { GOOD_END, historyOf, smallPlan, sourceOf } from '../report/story.ts'

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

interface Place {
  readonly folder: string
  run(...argv: string[]): Promise<Ran>
}

/** A folder of data, and a terminal on it. */
function withPlace(body: (place: Place) => Promise<void>): () => Promise<void> {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drover-cli-'))
    const run = async (...argv: string[]): Promise<Ran> => {
      const [out, err]: [string[], string[]] = [[], []]
      const terminal = {
        env: { DROVER_DATA: folder },
        out: (text: string) => void out.push(`${text}\n`),
        err: (text: string) => void err.push(`${text}\n`),
        onSignal: () => undefined,
      }
      return { code: await runCli(argv, terminal), out: out.join(''), err: err.join('') }
    }
    try {
      await body({ folder, run })
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
}

const texts = (signer = SIGNER) =>
  seal(
    reportOf(sourceOf(historyOf(smallPlan(), GOOD_END).history), (text) => text),
    signer,
  )
const head = historyOf(smallPlan(), GOOD_END).history.at(-1)?.hash

test(
  'a report is proven offline with the key of this Drover',
  withPlace(async ({ folder, run }) => {
    const signer = reportKey(folder)
    const file = join(folder, 'r.html')
    writeFileSync(file, texts(signer).html)
    assert.deepEqual(await run('report', 'verify', file), {
      code: 0,
      out: `${file} is as it was signed: the report of m7f3xq, head of the chain ${head}. Signed with the key of this Drover: ${signer.key}\n`,
      err: '',
    })
    assert.equal((await run('report', 'key')).out, `${signer.key}\n`)
  }),
)

test(
  'a report is proven with a key that was given, and not with another one',
  withPlace(async ({ folder, run }) => {
    const file = join(folder, 'r.json')
    writeFileSync(file, texts().json)
    assert.equal((await run('report', 'verify', file, '--key', SIGNER.key)).code, 0)
    const other = await run('report', 'verify', file, '--key', 'f'.repeat(64))
    assert.equal(other.code, 1)
    assert.match(other.err, /But it was signed with the key [0-9a-f]{64}, not with f{64}\./)
  }),
)

test(
  'a key that nobody here knows is no yes, and the next command is said',
  withPlace(async ({ folder, run }) => {
    const file = join(folder, 'r.json')
    writeFileSync(file, texts().json)
    const { code, err } = await run('report', 'verify', file)
    assert.equal(code, 1)
    assert.match(err, /nobody here knows whose that is\. .* drover report verify .*r\.json --key KEY\n$/)
  }),
)

test(
  'a bent report, a missing file and a wrong word have exit codes of their own',
  withPlace(async ({ folder, run }) => {
    const file = join(folder, 'r.html')
    writeFileSync(file, texts().html.replace('move-box', 'move-bex'))
    assert.deepEqual(await run('report', 'verify', file, '--key', SIGNER.key), {
      code: 1,
      out: '',
      err: `${file}: The page shows something else than what was signed. The signed part itself is whole; do not believe the page. Get it anew from the run’s thread.\n`,
    })
    assert.equal((await run('report', 'verify', join(folder, 'none'))).code, 1)
    assert.equal((await run('report', 'verify')).code, 2)
    assert.equal((await run('report')).code, 2)
    assert.equal((await run('audit', 'export', '--format', 'xml')).code, 2)
  }),
)

test(
  'a report that the running bot gives is the same file, by --out and by the screen',
  withPlace(async ({ folder, run }) => {
    const { html, json } = texts()
    const control = await startControl(folder, async ({ argv }) => (argv[2] === 'json' ? json : html))
    try {
      assert.equal((await run('report', 'm7f3xq')).out, html)
      assert.equal((await run('report', 'm7f3xq', '--json')).out, json)
      await run('report', 'm7f3xq', '--out', join(folder, 'r.html'))
      assert.equal(readFileSync(join(folder, 'r.html'), 'utf8'), html)
    } finally {
      await control.stop()
    }
  }),
)

async function playedIn(folder: string): Promise<void> {
  const { journal } = createSqliteJournal({
    path: join(folder, 'drover.sqlite'),
    now: () => new Date('2026-11-02T09:00:00.000Z'),
  })
  await journal.send('m7f3xq', start(movePlan()))
  await journal.send('m7f3xq', measured(0))
  await assert.rejects(journal.send('m7f3xq', approve(STARTER, 'dba')))
  await journal.send('m7f3xq', approve(DBA, 'dba'))
  await journal.send('m7f3xq', {
    type: 'hold',
    by: OWNER,
    reason: '=HYPERLINK("http://x","a, b")\n@cmd password=hunter22',
  })
  await journal.send('other1', start(movePlan({ params: { n: 1 } })))
  await assert.rejects(journal.send('other1', { type: 'skip', by: DBA, reason: 'Not now.' }))
  await journal.stop()
}

test(
  'the chain is exported as CSV that no spreadsheet runs, with secrets masked',
  withPlace(async ({ folder, run }) => {
    await playedIn(folder)
    const { code, out } = await run('audit', 'export', '--format', 'csv', 'm7f3xq')
    assert.equal(code, 0)
    const [first, ...rest] = out.split('\r\n')
    assert.equal(first?.split('\n')[0], 'run,seq,at,actor,type,facts,hash,previous hash')
    assert.match(out, /Refused approve as dba \(own-run\): You started this run/)
    assert.match(out, /"Asked to hold: =HYPERLINK\(""http:\/\/x"",""a, b""\)\n@cmd password=\[secret\]"/)
    assert.doesNotMatch(rest.join('\n'), /(^|,)[=+@-]/)
    assert.doesNotMatch(out, /other1|hunter22/)
  }),
)

test(
  'JSON Lines hold every event of every run, and what its hash was made of',
  withPlace(async ({ folder, run }) => {
    await playedIn(folder)
    const lines = (await run('audit', 'export')).out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.deepEqual(
      lines.map(({ place }) => place),
      lines.map((_, index) => index + 1),
    )
    assert.deepEqual([...new Set(lines.map((line) => line.run))], ['m7f3xq', 'other1'])
    for (const [index, line] of lines.entries()) {
      const { actor, at, data, prev_hash, run: of, seq, type, version, hash } = line
      const text = JSON.stringify({ actor, at, data, prev_hash, run: of, seq, type, version })
      assert.equal(createHash('sha256').update(text).digest('hex'), hash)
      assert.equal(prev_hash, lines[index - 1]?.hash ?? '0'.repeat(64))
    }
  }),
)

test(
  'verify names the first bent row, and an unknown run is said',
  withPlace(async ({ folder, run }) => {
    await playedIn(folder)
    assert.match(
      (await run('audit', 'verify')).out,
      /^All \d+ events are as they were written\. Head of the chain: [0-9a-f]{64}\n$/,
    )
    assert.match((await run('audit', 'export', 'nobody')).err, /^There is no run nobody in this journal\./)
    const db = openDatabase(join(folder, 'drover.sqlite'))
    db.exec(
      "DROP TRIGGER events_are_never_changed; UPDATE events SET actor = 'U9' WHERE run = 'm7f3xq' AND seq IN (4, 5)",
    )
    db.close()
    const { code, err } = await run('audit', 'verify')
    assert.equal(code, 1)
    assert.match(err, /^Event 4 of m7f3xq \(refused, 2026-11-02T09:00:00\.000Z\) was changed after it was written\./)
  }),
)

test(
  'beside a running bot its answer is heard, also when the chain is broken',
  withPlace(async ({ folder, run }) => {
    const control = await startControl(folder, async () => {
      throw new UserError('chain-broken', 'Event 4 of m7f3xq was changed after it was written.')
    })
    try {
      assert.deepEqual(await run('audit', 'verify'), {
        code: 1,
        out: '',
        err: 'Event 4 of m7f3xq was changed after it was written.\n',
      })
    } finally {
      await control.stop()
    }
  }),
)
