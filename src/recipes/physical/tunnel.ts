import type { DatabaseRef, Hosts, Tools } from '../../model/ports.ts'

/** A connection as the hosts give it. */
type Connection = Awaited<ReturnType<Hosts['connect']>>

/**
 * Lets programs on a host reach a database server that only another host sees: a port on the host's 127.0.0.1, each of
 * whose connections the bot joins with one to the server. It is there while `use` runs; the signal that `use` gets fires
 * as well when the port is gone.
 */
export async function withTunnel<Result>(
  { hosts }: Tools,
  { from, to, signal }: { from: string; to: DatabaseRef; signal: AbortSignal },
  use: (port: number, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const open = new Set<Connection>()
  const keep = (stream: Connection) => {
    open.add(stream)
    stream.once('close', () => open.delete(stream))
    // A broken stream closes, and its closing is what the other one hears.
    stream.on('error', () => {})
  }
  const listening = await hosts.listen(from, (near) => {
    keep(near)
    hosts.connect(to.host, to.port, to.address).then(
      (far) => {
        keep(far)
        join(near, far)
      },
      () => near.destroy(),
    )
  })
  try {
    return await use(listening.port, AbortSignal.any([signal, listening.gone]))
  } finally {
    await listening.close()
    for (const stream of open) stream.destroy()
  }
}

/** Two streams as one connection: each slows down the other, each hears when the other ends or breaks. */
function join(near: Connection, far: Connection): void {
  near.pipe(far)
  far.pipe(near)
  endWith(near, far)
  endWith(far, near)
  if (near.destroyed) far.destroy()
}

/** What was sent before an orderly end still gets through; after a break there is nothing to wait for. */
function endWith(stream: Connection, other: Connection): void {
  stream.once('close', () => {
    if (!stream.readableEnded || other.writableFinished) other.destroy()
    else other.once('finish', () => other.destroy())
  })
}
