import type { Client, ClientChannel } from 'ssh2'

/** Bytes that may wait in a near sshd for its command to read them. */
const NEAR_BYTES = 512 * 1024
/** A host that has ever answered this fast is near: so many bytes there and back carry 10 MB/s a channel or more. */
const NEAR_MS = 50

const nearest = new WeakMap<Client, number>()

/**
 * Lets less wait in a near sshd than it would take. OpenSSH keeps up to 2 MB for a command that reads slower than we send,
 * and moves all of it for nearly each packet that comes on top (sshbuf.c, sshbuf_allocate): seconds of processor time on
 * a virtual machine. It asks for more after every 96 KB that were read, however much was open at first (channels.c,
 * channel_check_window). Not every server does, so only OpenSSH gets less.
 */
export function narrowSendWindow(connection: Client, channel: ClientChannel, openedMs: number): void {
  const ms = Math.min(openedMs, nearest.get(connection) ?? openedMs)
  nearest.set(connection, ms)
  const outgoing: unknown = Reflect.get(channel, 'outgoing')
  if (ms > NEAR_MS || !isOpenSsh(connection) || !hasWindow(outgoing)) return
  outgoing.window = Math.min(outgoing.window, NEAR_BYTES)
}

// ssh2 declares neither of these two; without them everything is sent as it would be anyway.
function isOpenSsh(connection: Client): boolean {
  return /^OpenSSH/.test(String(Reflect.get(connection, '_remoteVer')))
}

function hasWindow(outgoing: unknown): outgoing is { window: number } {
  return (
    typeof outgoing === 'object' &&
    outgoing !== null &&
    'window' in outgoing &&
    typeof outgoing.window === 'number' &&
    Number.isFinite(outgoing.window)
  )
}
