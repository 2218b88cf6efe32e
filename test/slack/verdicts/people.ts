/** What one person is to a run. */
export interface Somebody {
  readonly id: string
  /** As a row of the table says it. */
  readonly is: string
}

export const STARTER = { id: 'U0STARTER', is: 'whoever started it and handed it over' }
export const STARTING_DBA = { id: 'U0STARTDBA', is: 'whoever started it and holds the role' }
export const DRIVER = { id: 'U0DRIVER', is: 'the driver' }
export const HOLDER = { id: 'U0HOLDER', is: 'somebody with the role' }
export const OTHER = { id: 'U0OTHER', is: 'somebody with another role' }
export const NOBODY = { id: 'U0NOBODY', is: 'somebody without a role' }
export const GUEST = { id: 'U0GUEST', is: 'a guest in the channel of the role' }
export const STRANGER = { id: 'U0STRANGER', is: 'somebody of another workspace in the channel of the role' }
export const REMOVED = { id: 'U0REMOVED', is: 'somebody whose role was taken away since' }

/** Everybody of the table but the starter who holds the role, who starts runs of their own. */
export const TABLE: readonly Somebody[] = [HOLDER, OTHER, NOBODY, STARTER, DRIVER, GUEST, STRANGER, REMOVED]
