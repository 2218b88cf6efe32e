/** The bot's own machine. */
export interface LocalHostConfig extends HostBasics {
  readonly connect: 'local'
}

/** A machine reached over SSH. */
export interface SshHostConfig extends HostBasics {
  readonly connect: 'ssh'
  readonly address: string
  readonly port: number
  readonly user: string
  /** Pinned fingerprint, `SHA256:…` as ssh-keygen -l prints it. Without it the host is refused and its key is shown. */
  readonly hostKey?: string | undefined
  /** Path of a private key on the bot's machine. */
  readonly key?: string | undefined
  /** Whether to ask the SSH agent of the bot's machine. */
  readonly agent?: boolean | undefined
  /** Name of the secret that opens the private key. */
  readonly passphrase?: string | undefined
  /** Name of another host whose connection carries this one. */
  readonly jump?: string | undefined
}

interface HostBasics {
  /** Folder of the jobs on the host; `$HOME` at its beginning means the login's home. */
  readonly jobs?: string | undefined
  /** Per target host, the words of the SSH command that reaches it from here, e.g. `ssh -F /etc/drover/ssh new-pg`. */
  readonly direct?: Readonly<Record<string, string>> | undefined
  /** Variables for every command. Not for secrets: they show in the process list. */
  readonly env?: Readonly<Record<string, string>> | undefined
  /** Words that start the POSIX shell for Drover's own scripts there; default `sh`. */
  readonly shell?: string | undefined
}

/** A machine as drover.yml describes it. */
export type HostConfig = LocalHostConfig | SshHostConfig
