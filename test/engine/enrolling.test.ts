import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createEnrolling } from '../../src/engine/enrolling.ts'
import { createSqliteJournal } from '../../src/journal/sqlite/journal.ts'
import type { Enrolling, StepUps } from '../../src/model/step-ups.ts'
import { codeOf, counterAt } from '../../src/model/totp.ts'
import { UserError } from '../../src/model/user-error.ts'

interface Stage {
  readonly stepUps: StepUps
  readonly enrolling: Enrolling
  /** What people were shown, oldest first. */
  readonly shown: { readonly person: string; readonly secret: string; readonly uri: string }[]
  readonly takenBack: string[]
  readonly logged: string[]
  /** The code in the app of whoever scanned the newest picture. */
  code(skew?: number): string
  pass(ms: number): void
}

function withStage(body: (stage: Stage) => Promise<void>, slack: { refuses?: boolean; keeps?: boolean } = {}) {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drover-enrolling-'))
    let nowMs = Date.parse('2026-11-02T09:00:00.000Z')
    const now = () => new Date(nowMs)
    const { journal, stepUps } = createSqliteJournal({ path: join(folder, 'drover.sqlite'), now })
    const shown: Stage['shown'] = []
    const takenBack: string[] = []
    const logged: string[] = []
    const note = (message: string, fields?: object) => void logged.push(`${message} ${JSON.stringify(fields)}`)
    const handover = {
      hand: async (person: string, secret: string, uri: string) => {
        shown.push({ person, secret, uri })
        if (slack.refuses) throw new UserError('handover-failed', 'Slack did not take it.')
        return `message ${shown.length}`
      },
      takeBack: async (where: string) => {
        takenBack.push(where)
        return !slack.keeps
      },
    }
    const log = { info: note, warn: note, error: note }
    const enrolling = createEnrolling({ stepUps, handover, nameOf: async (id) => `Name of ${id}`, now, log })
    const code = (skew = 0) => codeOf(shown.at(-1)?.secret ?? '', counterAt(now().toISOString()) + skew)
    const pass = (ms: number) => {
      nowMs += ms
    }
    try {
      await body({ stepUps, enrolling, shown, takenBack, logged, code, pass })
    } finally {
      await journal.stop()
      rmSync(folder, { recursive: true })
    }
  }
}

const enrolledAt = ({ stepUps }: Stage) => stepUps.find('U1')?.enrolledAt

test(
  'a secret of 160 bits is shown to the person, and counts once a right code came back',
  withStage(async (stage) => {
    const { enrolling, shown } = stage
    await enrolling.offer('U1')
    assert.match(shown[0]?.secret ?? '', /^[A-Z2-7]{32}$/)
    assert.match(shown[0]?.uri ?? '', /^otpauth:\/\/totp\/Drover:Name%20of%20U1\?secret=[A-Z2-7]{32}&issuer=Drover/)
    assert.equal(enrolledAt(stage), undefined)
    assert.equal(await enrolling.confirm('U1', stage.code()), true)
    assert.equal(enrolledAt(stage), '2026-11-02T09:00:00.000Z')
    assert.deepEqual(stage.stepUps.enrolled(), [{ person: 'U1', enrolledAt: '2026-11-02T09:00:00.000Z' }])
    assert.deepEqual(stage.takenBack, ['message 1'])
  }),
)

test(
  'a wrong code enrols nobody, and a right one after it does',
  withStage(async (stage) => {
    await stage.enrolling.offer('U1')
    await assert.rejects(stage.enrolling.confirm('U1', stage.code(5)), {
      code: 'code-wrong',
      message:
        'That code is not right, or not any more, so nothing changed. Type the six digits that the app shows now: /migrate enroll code=<six digits>. When it stays wrong, look whether the phone sets its clock by itself.',
    })
    assert.equal(enrolledAt(stage), undefined)
    await stage.enrolling.confirm('U1', stage.code())
    assert.ok(enrolledAt(stage))
  }),
)

test(
  'the code that enrolled is used up',
  withStage(async (stage) => {
    await stage.enrolling.offer('U1')
    await stage.enrolling.confirm('U1', stage.code())
    assert.equal(stage.stepUps.spend('U1', counterAt('2026-11-02T09:00:00.000Z')), false)
  }),
)

test(
  'a second offer takes the place of the first, whose picture goes away',
  withStage(async (stage) => {
    await stage.enrolling.offer('U1')
    const old = stage.code()
    await stage.enrolling.offer('U1')
    assert.deepEqual(stage.takenBack, ['message 1'])
    await assert.rejects(stage.enrolling.confirm('U1', old), { code: 'code-wrong' })
    await stage.enrolling.confirm('U1', stage.code())
    assert.ok(enrolledAt(stage))
  }),
)

test(
  'whoever has a code gets no second one, not even with a right code',
  withStage(async (stage) => {
    const { enrolling, shown } = stage
    await enrolling.offer('U1')
    await enrolling.confirm('U1', stage.code())
    const before = stage.stepUps.find('U1')
    const refusal = {
      code: 'already-enrolled',
      message:
        "You have a step-up code already, and Slack alone does not replace it. When the phone is lost, an operator types drover step-up reset U1 on the bot's machine; then /migrate enroll sends a new one.",
    }
    await assert.rejects(enrolling.offer('U1'), refusal)
    await assert.rejects(enrolling.confirm('U1', stage.code()), refusal)
    assert.deepEqual(stage.stepUps.find('U1'), before)
    assert.equal(shown.length, 1)
    assert.equal(stage.stepUps.remove('U1'), true)
    await enrolling.offer('U1')
    assert.equal(shown.length, 2)
  }),
)

test(
  'nothing offered is nothing to confirm, and an offer counts for a quarter of an hour',
  withStage(async (stage) => {
    await assert.rejects(stage.enrolling.confirm('U1', '000000'), {
      code: 'nothing-offered',
      message: 'You were sent no step-up code yet. /migrate enroll sends one.',
    })
    await stage.enrolling.offer('U1')
    stage.pass(15 * 60_000 + 1)
    await assert.rejects(stage.enrolling.confirm('U1', stage.code()), {
      code: 'offer-over',
      message: 'What you were sent is older than 15 min and counts no more. /migrate enroll sends a new one.',
    })
  }),
)

test(
  'a picture that Slack did not take can be asked for again',
  withStage(
    async (stage) => {
      await assert.rejects(stage.enrolling.offer('U1'), { code: 'handover-failed' })
      await assert.rejects(stage.enrolling.offer('U1'), { code: 'handover-failed' })
      assert.equal(enrolledAt(stage), undefined)
    },
    { refuses: true },
  ),
)

test(
  'a picture that Slack keeps is said',
  withStage(
    async (stage) => {
      await stage.enrolling.offer('U1')
      assert.equal(await stage.enrolling.confirm('U1', stage.code()), false)
      assert.ok(enrolledAt(stage))
    },
    { keeps: true },
  ),
)

test(
  'the log says who enrolled, and neither secret nor code',
  withStage(async (stage) => {
    await stage.enrolling.offer('U1')
    const code = stage.code()
    await stage.enrolling.confirm('U1', code)
    assert.deepEqual(stage.logged, [
      'a step-up code was offered {"person":"U1"}',
      'somebody enrolled with a step-up code {"person":"U1"}',
    ])
  }),
)
