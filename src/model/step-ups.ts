/** Somebody's step-up code. Until a right code enrolled it, it opens nothing. Instants in ISO 8601. */
export interface Enrolment {
  readonly secret: string
  readonly offeredAt: string
  /** Where Slack shows the secret, for `takeBack`. */
  readonly shownIn?: string | undefined
  readonly enrolledAt?: string | undefined
  readonly lockedUntil?: string | undefined
}

/** Whose step-up code counts, and since when. */
export interface Enrolled {
  readonly person: string
  readonly enrolledAt: string
}

/** Where secrets of step-up codes rest, and which codes are used up. Every change is one transaction, durable when it returns. */
export interface StepUps {
  find(person: string): Enrolment | undefined
  enrolled(): readonly Enrolled[]
  /** Puts a secret in the place of one that was only offered. False when the person is enrolled already. */
  offer(person: string, secret: string, at: string): boolean
  /** Remembers where the secret is shown. */
  shown(person: string, secret: string, where: string): void
  /** From now on the secret counts. False when it is not the one on offer any more. */
  enrol(person: string, secret: string, at: string): boolean
  /** Uses a code up, for ever. False when it was used before. */
  spend(person: string, counter: number): boolean
  /** Notes a wrong code. True when it was one too many, so that the person's codes are locked. */
  wrong(person: string, at: string): boolean
  /** Forgets the secret and the lock. False when there was none. */
  remove(person: string): boolean
}

/** Shows a secret to one person and nobody else. */
export interface Handover {
  /** Gives where it is shown. Throws a UserError when that did not work. */
  hand(person: string, secret: string, uri: string): Promise<string>
  /** False when it may still be there. */
  takeBack(where: string): Promise<boolean>
}

/** How people get a step-up code. Every method throws a UserError to refuse. */
export interface Enrolling {
  /** Sends a secret to the person's direct messages. */
  offer(person: string): Promise<void>
  /** Enrols the person with the first code of that secret. False when the message with it could not be taken away. */
  confirm(person: string, code: string): Promise<boolean>
}
