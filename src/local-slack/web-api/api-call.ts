import type { Fields } from '../fields.ts'

/** One call of a Web API method, as it was made and answered. */
export interface ApiCall {
  method: string
  args: Fields
  /** ISO UTC. */
  at: string
  status: number
  answer: Fields
  /** The call was carried out, but the caller never heard of it. */
  isDropped?: boolean
  /** The call was carried out, and answered only after this long. */
  delayMs?: number
}
