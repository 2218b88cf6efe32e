import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasEnded } from '../../src/model/run.ts'
import { verifyReport } from '../../src/report/verify-report.ts'
import { ASK, PLUG } from '../model/steps-for-steering.ts'
import { SIGNER } from '../report/records-on.ts'
import { withDesk } from './desk.ts'

test(
  'what each subcommand was refused is on record, and audit shows it',
  withDesk([ASK], async ({ says, type, until, world }, { id }) => {
    await until(({ gate }) => gate !== undefined)
    const lines = [
      'approve as=dba',
      'deny as=dba reason=no',
      'withdraw',
      'release',
      'retry',
      'done note=done',
      'resolve succeeded reason=seen',
      'skip reason="not needed"',
      'rollback reason=no',
      'abort reason=no',
      'hold',
    ]
    const answers = new Map<string, string>()
    for (const line of lines) answers.set(line.split(' ')[0] ?? '', await says(line, { as: 'U0', via: 'cli' }))
    await says('skip reason="not mine"', { as: 'U9' })
    const refused = (await world.journal.history(id)).flatMap(({ event }) => (event.type === 'refused' ? [event] : []))
    for (const { what, sentence, actor } of refused) if (actor === 'U0') assert.equal(sentence, answers.get(what))
    const asked = refused.map(({ actor, what }) => `${actor} ${what}`)
    for (const what of ['approve', 'deny', 'withdraw', 'retry', 'resolve'])
      assert.ok(asked.includes(`U0 ${what}`), what)
    assert.ok(asked.includes('U9 skip'))
    const { text, table, files } = await type('audit')
    assert.match(text, new RegExp(`are of ${id} \\(sample\\); the hash of its newest is [0-9a-f]{64}\\.`))
    assert.match(text, new RegExp(`Refusals: ${refused.length}\\. The newest:$`))
    assert.deepEqual(table?.rows.at(-1)?.slice(1, 3), ['<@U9>', 'skip'])
    assert.match(files?.[0]?.text ?? '', /^run,seq,at,actor,type,facts,hash,previous hash\r\n/)
  }),
)

test(
  'audit of a run in which nobody was refused says so',
  withDesk([PLUG], async ({ says }) => {
    assert.match(await says('audit'), /\nNobody was refused anything\.$/)
  }),
)

test(
  'report gives the run so far, and its end once it has ended',
  withDesk([PLUG], async ({ type, until, says }, { id }) => {
    await until(({ status }) => status === 'waiting')
    const soFar = await type('report')
    assert.equal(
      soFar.text,
      `The report of ${id} so far (it is waiting): report-${id}-20261102T0900.html for people, report-${id}-20261102T0900.json for programs. drover report verify report-${id}-20261102T0900.html proves either of them, without the bot.`,
    )
    await says('done note="Plugged in."')
    await until(hasEnded)
    const { files } = await type(`report ${id}`)
    assert.deepEqual(
      files?.map(({ name }) => name),
      [`report-${id}.html`, `report-${id}.json`],
    )
    for (const { text } of files ?? []) {
      const proof = verifyReport(Buffer.from(text))
      assert.equal(proof.ok && proof.key, SIGNER.key)
    }
  }),
)
