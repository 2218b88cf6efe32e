import type { ClientChannel } from 'ssh2'
import type { RemoteProcess } from '../connector.ts'
import { exitCode } from '../exit-code.ts'
import { connectionLost } from './dial-error.ts'

/** The command behind an exec channel. */
export function toProcess(host: string, channel: ClientChannel): RemoteProcess {
  // A command may end before it read all its input; its exit code tells the story.
  channel.on('error', () => {})
  const ended = waitForEnd(host, channel)
  // Who gave up on the command does not wait for its end.
  ended.catch(() => {})
  return {
    stdin: channel.stdin,
    stdout: channel.stdout,
    stderr: channel.stderr,
    ended,
    abandon: () => abandon(channel),
  }
}

/** A channel that closes without an exit status is a connection that went away. */
function waitForEnd(host: string, channel: ClientChannel): Promise<number> {
  return new Promise((resolve, reject) => {
    let code: number | undefined
    channel.on('exit', (status: number | null, signal?: string) => {
      code = exitCode(status, signal)
    })
    channel.once('close', () => (code === undefined ? reject(connectionLost(host, undefined)) : resolve(code)))
  })
}

function abandon(channel: ClientChannel): void {
  // Not every sshd hands the signal on (none does for root); the closed pipes have to do then.
  if (channel.writable) channel.signal('TERM')
  channel.close()
  channel.resume()
  channel.stderr.resume()
}
