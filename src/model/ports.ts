import type { Duplex } from 'node:stream'
import type { Json } from './json.ts'
import type { Pace } from './pace.ts'

/** What one read-only question to a host came back with. */
export interface Answer {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A detached remote process of one attempt. The id is `<run>-<step>-<attempt>` and claims the job on the host. */
export interface Job {
  readonly id: string
  /** Rendered script, run under `bash -euo pipefail` (or plain sh where the host has no bash). */
  readonly script: string
  /** Files the script finds as "$DROVER_FILES/<name>", mode 0600, removed when the job ends. They may hold secrets. */
  readonly files: Readonly<Record<string, string>>
}

/**
 * What the host knows of a job. `lost` means claimed, but the process is gone and left no exit code: nobody knows what
 * it did. `staged` means it never started and is safe to start.
 */
export type JobState =
  | { readonly is: 'absent' }
  | { readonly is: 'staged' }
  | { readonly is: 'running' }
  | { readonly is: 'done'; readonly code: number }
  | { readonly is: 'lost' }

/**
 * A look at a job: its state, the log (stdout and stderr together) from an offset, or only its end where it is megabytes
 * ahead, and what it wrote to "$DROVER_OUT".
 */
export interface JobView {
  readonly state: JobState
  readonly log: string
  /** Offset in bytes to ask from next time. */
  readonly nextOffset: number
  /** `key=value` lines the script wrote to "$DROVER_OUT" so far. */
  readonly outputs: Readonly<Record<string, string>>
}

/** One end of a byte stream: a command on a host, with its private files. */
export interface PipeEnd {
  readonly host: string
  readonly command: string
  readonly files?: Readonly<Record<string, string>>
}

/** How a byte stream between two hosts ended. Exit codes are both ends' own; bytes counts what crossed. */
export interface PipeResult {
  readonly bytes: number
  readonly source: Answer
  readonly target: Answer
}

/** The machines named in drover.yml. Every method throws a UserError when the host cannot be reached or trusted. */
export interface Hosts {
  /** Runs a read-only command. Throws a UserError with code `timeout` when it takes longer than timeoutMs (default 30,000). */
  ask(host: string, command: string, options?: { timeoutMs?: number; stdin?: string }): Promise<Answer>
  /** Starts the job, or finds it already started: any number of calls give one run. Throws `job-conflict` when the id holds another script. */
  start(host: string, job: Job): Promise<void>
  peek(host: string, jobId: string, offsetBytes: number): Promise<JobView>
  /** TERM to the process group, KILL after a grace. A stop before the start makes the job never start. */
  stop(host: string, jobId: string): Promise<void>
  /** STOP to the process group of a running job, until `resume`. False when there was nothing to stop any more. */
  pause(host: string, jobId: string): Promise<boolean>
  /** CONT to a job that `pause` stopped; nothing to any other. */
  resume(host: string, jobId: string): Promise<void>
  /** Streams source's stdout into target's stdin: through the bot with backpressure, or `direct` from host to host. */
  pipe(source: PipeEnd, target: PipeEnd, options: PipeOptions): Promise<PipeResult>
  /** A TCP connection opened on the host (through its SSH connection) to address:port as the host sees it. */
  connect(host: string, port: number, address?: string): Promise<Duplex>
  /** Opens a TCP port on the host's 127.0.0.1 and hands its connections to the bot. Throws `port-forbidden` when sshd does not allow it. */
  listen(host: string, onConnection: (stream: Duplex) => void): Promise<ListeningPort>
  /** Fingerprint (`SHA256:…`) of the key the host has shown, or undefined for the local machine. */
  hostKey(host: string): Promise<string | undefined>
  names(): readonly string[]
}

/** A TCP port on a host's 127.0.0.1 that the bot answers. */
export interface ListeningPort {
  readonly port: number
  /** Fires when the port went away by itself, because the connection to the host broke; its reason is a UserError. */
  readonly gone: AbortSignal
  /** Takes the port away. Connections that are open stay so until somebody closes them. */
  close(): Promise<void>
}

/** `direct` sends the bytes from host to host without passing through the bot. */
export interface PipeOptions {
  readonly direct: boolean
  /** Limits the rate together with the other streams that share it; a direct stream with one is refused (`direct-not-paced`). */
  readonly pace?: Pace | undefined
  readonly onBytes: (bytes: number) => void
  readonly signal: AbortSignal
}

/** A Postgres database as seen from one of our hosts; `password` names a secret. */
export interface DatabaseRef {
  readonly host: string
  readonly port: number
  readonly address?: string | undefined
  readonly database: string
  readonly user: string
  readonly password?: string | undefined
}

/**
 * Read-only SQL over Postgres' own protocol, in a READ ONLY transaction with PINNED_SETTINGS: a value has the same text on
 * every server, and a table whose rows are not all visible to the role is an error. Throws UserError when it cannot connect.
 */
export interface Databases {
  /** `snapshot` is an id from pg_export_snapshot(): the answer is as of that snapshot (`snapshot-lost` when it is gone). */
  query(
    database: DatabaseRef,
    sql: string,
    options?: { timeoutMs?: number; snapshot?: string; searchPath?: string },
  ): Promise<readonly Record<string, unknown>[]>
}

/** A CouchDB as seen from one of our hosts; `password` names a secret. */
export interface CouchRef {
  readonly host: string
  readonly url: string
  readonly user: string
  readonly password: string
}

/** Read-only questions to CouchDB over HTTP. */
export interface Couches {
  /** Document count and update sequence, or undefined when the database does not exist there (HTTP 404). */
  info(couch: CouchRef, database: string): Promise<{ docCount: number; updateSeq: string } | undefined>
  /** How many changes come after a stored sequence. */
  pending(couch: CouchRef, database: string, since: string): Promise<number>
}

/** Secrets by the name they have in drover.yml. Throws a UserError naming the secret when it is missing. */
export interface Secrets {
  reveal(name: string): Promise<string>
  names(): readonly string[]
}

/** What checks and actions may use to look at the world. */
export interface Tools {
  readonly hosts: Hosts
  readonly databases: Databases
  readonly couches: Couches
  readonly secrets: Secrets
  readonly now: () => Date
  /** Milliseconds on a clock that nobody sets; only differences mean anything. Left out: `now` is such a clock. */
  readonly steadyMs?: (() => number) | undefined
}

/** Progress of an act that runs now: shown on the card, never stored as history. */
export interface Progress {
  readonly done: number
  readonly total?: number | undefined
  readonly unit: string
  readonly note?: string | undefined
}

export type Outputs = Readonly<Record<string, Json>>

/** More about a log line; values are redacted by whoever writes them down. */
export type LogFields = Readonly<Record<string, unknown>>

/** Where the operator is told what happened; people are told in Slack. */
export interface Log {
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}
