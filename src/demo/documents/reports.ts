import { type ContactKind, contactId, type Fields, lineage } from './contacts.ts'
import { type Dice, dice, uuid } from './dice.ts'
import type { Population } from './population.ts'
import { day, phoneNumber, reportedAtMs, sentences } from './words.ts'

const FORMS = ['pregnancy', 'delivery', 'immunization_visit', 'child_health_registration', 'home_visit'] as const
const DAY_MS = 86_400_000
const QUESTIONS = 14

/** The id of the `index`-th report. */
export function reportId(of: Population, index: number): string {
  return uuid(`${of.seed}:report:${index}`)
}

/**
 * A filled-in form: typically 2 KB, one in ten 5 KB, one in a hundred over 15 KB. `generation` 2 and
 * up are later edits of the same report. Some notes hold a NUL character, as real forms do.
 */
export function report(of: Population, index: number, generation: number): Fields {
  const throws = dice(`${of.seed}:report:${index}:${generation}`)
  const patient = index % of.persons
  const worker = Math.floor(patient / 10) * 10
  const reportedMs = reportedAtMs(index)
  return {
    type: 'data_record',
    content_type: 'xml',
    form: throws.pick(FORMS),
    from: phoneNumber(throws),
    reported_date: reportedMs,
    contact: withLineage(of, 'person', worker),
    fields: {
      patient_id: String(50_000 + patient),
      patient_uuid: contactId(of, 'person', patient),
      visited_date: day(reportedMs),
      next_visit_date: day(reportedMs + throws.between(7, 60) * DAY_MS),
      inputs: { source: throws.pick(['contact', 'action', 'reports']), source_id: '', user: { language: 'en' } },
      ...answers(throws),
      notes: notes(throws, index),
    },
    hidden_fields: ['inputs', 'meta'],
    geolocation_log: [position(throws, reportedMs)],
    geolocation: position(throws, reportedMs),
    errors: [],
    edits: generation - 1,
  }
}

function answers(throws: Dice): Fields {
  const groups = Array.from({ length: QUESTIONS }, (_, number) => {
    const answer = throws.pick(['yes', 'no', 'unknown'])
    const since = throws.between(0, 30)
    return [`group_${number + 1}`, { answer, since_days: since, referral: answer === 'yes' && since > 20 }]
  })
  return Object.fromEntries(groups)
}

function notes(throws: Dice, index: number): string {
  const size = throws.between(1, 100)
  const count = size === 100 ? throws.between(125, 200) : size > 90 ? throws.between(25, 40) : throws.between(1, 5)
  return `${sentences(throws, count)}${index % 997 === 0 ? '\u0000' : ''}`
}

function position(throws: Dice, atMs: number): Fields {
  const [latitude, longitude] = [throws.between(-4e6, 4e6) / 1e6, throws.between(34e6, 41e6) / 1e6]
  return { timestamp: atMs, recording: { latitude, longitude, accuracy: throws.between(3, 60), altitude: null } }
}

function withLineage(of: Population, kind: ContactKind, index: number): Fields {
  return { _id: contactId(of, kind, index), parent: lineage(of, kind, index) }
}
