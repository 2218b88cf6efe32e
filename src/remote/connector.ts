import type { Duplex, Readable, Writable } from 'node:stream'
import type { ListeningPort } from '../model/ports.ts'

/** A command that runs on a host. */
export interface RemoteProcess {
  readonly stdin: Writable
  readonly stdout: Readable
  readonly stderr: Readable
  /** Exit code, once the output was read to its end. Rejects with a UserError when the connection went away first. */
  readonly ended: Promise<number>
  /** Asks the command to end (TERM to its process group, where the way there can carry it) and lets go of it at once. */
  abandon(): void
}

/** `lost` is a connection that worked and broke; `unreachable` one that could not be made. */
export type HostState = 'connected' | 'lost' | 'unreachable'

/** The way to one host. The command is a line for a POSIX login shell. */
export interface Connector {
  run(line: string): Promise<RemoteProcess>
  connect(port: number, address: string): Promise<Duplex>
  listen(onConnection: (stream: Duplex) => void): Promise<ListeningPort>
  hostKey(): Promise<string | undefined>
  close(): Promise<void>
}
