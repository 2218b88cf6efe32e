import type { HostShell } from '../host-shell.ts'

/** One end of a stream with everything that was found out about it. */
export interface End {
  readonly host: HostShell
  readonly command: string
  /** Its private folder, as a word for the host's shell. */
  readonly folder: string
}
