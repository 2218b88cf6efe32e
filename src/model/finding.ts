/** One thing that doctor looked at. */
export interface Finding {
  readonly ok: boolean
  readonly what: string
  readonly said: string
}
