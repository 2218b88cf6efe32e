import type { Database } from 'better-sqlite3'
import { lockedUntil } from '../../model/step-up.ts'
import type { Enrolled, StepUps } from '../../model/step-ups.ts'

interface EnrolmentRow {
  readonly secret: string
  readonly offered_at: string
  readonly shown_in: string | null
  readonly enrolled_at: string | null
  readonly locked_until: string | null
}

/** The step-up codes of a database. They are no projection: a rebuild leaves them alone. */
export function createStepUps(db: Database): StepUps {
  const select = db.prepare<[string], EnrolmentRow>('SELECT * FROM enrolments WHERE person = ?')
  const enrolled = db.prepare<[], Enrolled>(
    'SELECT person, enrolled_at AS enrolledAt FROM enrolments WHERE enrolled_at IS NOT NULL ORDER BY person',
  )
  const offer = db.prepare<[string, string, string]>(
    `INSERT INTO enrolments (person, secret, offered_at) VALUES (?, ?, ?)
     ON CONFLICT (person) DO UPDATE SET secret = excluded.secret, offered_at = excluded.offered_at, shown_in = NULL
     WHERE enrolled_at IS NULL`,
  )
  const shown = db.prepare<[string, string, string]>(
    'UPDATE enrolments SET shown_in = ? WHERE person = ? AND secret = ?',
  )
  const enrol = db.prepare<[string, string, string]>(
    'UPDATE enrolments SET enrolled_at = ? WHERE person = ? AND secret = ? AND enrolled_at IS NULL',
  )
  const remove = db.prepare<[string]>('DELETE FROM enrolments WHERE person = ?')
  const codes = createCodes(db)
  return {
    find: (person) => toEnrolment(select.get(person)),
    enrolled: () => enrolled.all(),
    offer: (person, secret, at) => offer.run(person, secret, at).changes === 1,
    shown: (person, secret, where) => void shown.run(where, person, secret),
    enrol: (person, secret, at) => enrol.run(at, person, secret).changes === 1,
    ...codes,
    remove: (person) => {
      codes.forgive(person)
      return remove.run(person).changes === 1
    },
  }
}

/** Codes that were used, and codes that were wrong. */
function createCodes(db: Database) {
  const use = db.prepare<[string, number]>('INSERT OR IGNORE INTO spent_codes (person, counter) VALUES (?, ?)')
  const note = db.prepare<[string, string]>('INSERT INTO wrong_codes (person, at) VALUES (?, ?)')
  const noted = db.prepare<[string], { at: string }>('SELECT at FROM wrong_codes WHERE person = ?')
  const clear = db.prepare<[string]>('DELETE FROM wrong_codes WHERE person = ?')
  const lock = db.prepare<[string, string]>('UPDATE enrolments SET locked_until = ? WHERE person = ?')
  const wrong = db.transaction((person: string, at: string) => {
    note.run(person, at)
    const wrongAt = noted.all(person).map((one) => one.at)
    const until = lockedUntil(wrongAt, at)
    if (until === undefined) return false
    lock.run(until, person)
    clear.run(person)
    return true
  })
  const forgive = (person: string) => void clear.run(person)
  return {
    forgive,
    spend: (person: string, counter: number) => {
      const isFirst = use.run(person, counter).changes === 1
      if (isFirst) forgive(person)
      return isFirst
    },
    wrong: (person: string, at: string) => wrong.immediate(person, at),
  }
}

function toEnrolment(row: EnrolmentRow | undefined) {
  if (!row) return undefined
  return {
    secret: row.secret,
    offeredAt: row.offered_at,
    shownIn: row.shown_in ?? undefined,
    enrolledAt: row.enrolled_at ?? undefined,
    lockedUntil: row.locked_until ?? undefined,
  }
}
