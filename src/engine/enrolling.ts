import { randomBytes } from 'node:crypto'
import { formatMs } from '../model/duration.ts'
import type { Log } from '../model/ports.ts'
import { OFFER_MS } from '../model/step-up.ts'
import type { Enrolling, Enrolment, Handover, StepUps } from '../model/step-ups.ts'
import { matchingCounter, otpauthUri, SECRET_BYTES, secretOf } from '../model/totp.ts'
import { refuse } from '../model/user-error.ts'

/** What enrolling needs. */
export interface EnrollingParts {
  readonly stepUps: StepUps
  readonly handover: Handover
  readonly nameOf: (person: string) => Promise<string>
  readonly now: () => Date
  readonly log: Log
}

/** Gives people their step-up codes: offered in a direct message, counted once a right code came back, then never shown again. */
export function createEnrolling(parts: EnrollingParts): Enrolling {
  const { stepUps, handover, now, log } = parts
  return {
    offer: async (person) => {
      const before = stepUps.find(person)
      const secret = secretOf(randomBytes(SECRET_BYTES))
      if (!stepUps.offer(person, secret, now().toISOString())) refuseSecond(person)
      if (before?.shownIn !== undefined) await handover.takeBack(before.shownIn)
      const where = await handover.hand(person, secret, otpauthUri(secret, await parts.nameOf(person)))
      stepUps.shown(person, secret, where)
      log.info('a step-up code was offered', { person })
    },
    confirm: async (person, code) => {
      const at = now().toISOString()
      const offered = stepUps.find(person)
      const secret = refuseUnoffered(person, offered, at).secret
      const counter = matchingCounter(secret, code, at)
      if (counter === undefined)
        refuse(
          'code-wrong',
          'That code is not right, or not any more, so nothing changed. Type the six digits that the app shows now: /migrate enroll code=<six digits>. When it stays wrong, look whether the phone sets its clock by itself.',
        )
      if (!stepUps.enrol(person, secret, at)) refuseSecond(person)
      stepUps.spend(person, counter)
      log.info('somebody enrolled with a step-up code', { person })
      return offered?.shownIn === undefined || (await handover.takeBack(offered.shownIn))
    },
  }
}

function refuseUnoffered(person: string, offered: Enrolment | undefined, at: string): Enrolment {
  if (!offered) refuse('nothing-offered', 'You were sent no step-up code yet. /migrate enroll sends one.')
  if (offered.enrolledAt !== undefined) refuseSecond(person)
  if (Date.parse(at) - Date.parse(offered.offeredAt) > OFFER_MS)
    refuse(
      'offer-over',
      `What you were sent is older than ${formatMs(OFFER_MS)} and counts no more. /migrate enroll sends a new one.`,
    )
  return offered
}

/** Otherwise whoever has somebody's Slack could give themselves a code in that person's name. */
function refuseSecond(person: string): never {
  return refuse(
    'already-enrolled',
    `You have a step-up code already, and Slack alone does not replace it. When the phone is lost, an operator types drover step-up reset ${person} on the bot's machine; then /migrate enroll sends a new one.`,
  )
}
