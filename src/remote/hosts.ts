import type { Hosts } from '../model/ports.ts'
import { toText } from './ask.ts'
import { createDirectory } from './directory.ts'
import type { HostConfig } from './host-config.ts'
import { type HostReport, testHost } from './host-report.ts'
import type { HostsOptions } from './hosts-options.ts'
import { pauseJob, resumeJob } from './job/pause-job.ts'
import { peekJob } from './job/peek-job.ts'
import { startJob } from './job/start-job.ts'
import { stopJob } from './job/stop-job.ts'
import { createPipes } from './pipe/pipes.ts'

/** The machines, with what only the operator's side uses. */
export interface ManagedHosts extends Hosts {
  /** Connects and looks for what jobs need. Throws like every question when the host cannot be reached or trusted. */
  test(host: string): Promise<HostReport>
  /** Ends the connections. Jobs go on. */
  close(): Promise<void>
}

const ASK_MS = 30_000
const GRACE_MS = 10_000

/** The machines of drover.yml. Throws UserErrors `host-unknown` and `host-jump-loop` for jump hosts that cannot be. */
export function createHosts(config: Readonly<Record<string, HostConfig>>, options: HostsOptions): ManagedHosts {
  const directory = createDirectory(config, options)
  const { find, names, close } = directory
  return {
    ask: async (host, command, { timeoutMs = ASK_MS, stdin } = {}) =>
      toText(await find(host).askCommand(command, { timeoutMs, stdin })),
    start: async (host, job) => startJob(find(host), job),
    peek: async (host, jobId, offsetBytes) => peekJob(find(host), jobId, offsetBytes),
    pause: async (host, jobId) => pauseJob(find(host), jobId),
    resume: async (host, jobId) => resumeJob(find(host), jobId),
    stop: async (host, jobId) => stopJob(find(host), jobId, options.graceMs ?? GRACE_MS),
    pipe: createPipes(directory),
    connect: async (host, port, address = '127.0.0.1') => find(host).connector.connect(port, address),
    listen: async (host, onConnection) => find(host).connector.listen(onConnection),
    hostKey: async (host) => find(host).connector.hostKey(),
    names: () => names,
    test: async (host) => testHost(find(host)),
    close,
  }
}
