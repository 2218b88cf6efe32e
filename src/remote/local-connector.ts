import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { homedir, userInfo } from 'node:os'
import type { Connector, RemoteProcess } from './connector.ts'
import { exitCode } from './exit-code.ts'
import { listenLocally } from './local-port.ts'
import { portRefused } from './port-refused.ts'

/** The bot's own machine. Commands see the bare environment an SSH login would, never the bot's own with its tokens. */
export function createLocalConnector(host: string): Connector {
  const children = new Set<ChildProcessWithoutNullStreams>()
  return {
    run: async (line) => {
      const child = spawn('/bin/sh', ['-c', line], { cwd: homedir(), detached: true, env: loginEnv(), stdio: 'pipe' })
      children.add(child)
      child.once('close', () => children.delete(child))
      await once(child, 'spawn')
      return toProcess(child)
    },
    connect: async (port, address) => {
      const socket = connect({ port, host: address })
      await once(socket, 'connect').catch((cause: unknown) => {
        throw portRefused(host, port, cause)
      })
      return socket.setNoDelay(true)
    },
    listen: (onConnection) => listenLocally(host, onConnection),
    hostKey: async () => undefined,
    close: async () => {
      for (const child of children) signalGroup(child)
    },
  }
}

function loginEnv(): Record<string, string> {
  const user = userInfo().username
  const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
  return { HOME: homedir(), USER: user, LOGNAME: user, PATH: path }
}

function toProcess(child: ChildProcessWithoutNullStreams): RemoteProcess {
  // A command may end before it read all its input; its exit code tells the story.
  child.stdin.on('error', () => {})
  const ended = new Promise<number>((resolve) => {
    child.once('close', (code, signal) => resolve(exitCode(code, signal)))
  })
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    abandon: () => {
      signalGroup(child)
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy()
    },
  }
}

/** The group, not only the shell: its children would go on otherwise. An ended group is nothing to say. */
function signalGroup(child: ChildProcessWithoutNullStreams): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    process.kill(-child.pid, 'SIGTERM')
  } catch {
    child.kill('SIGTERM')
  }
}
