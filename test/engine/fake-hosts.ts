import type { Answer, Hosts, Job, JobState, PipeResult } from '../../src/model/ports.ts'
import { UserError } from '../../src/model/user-error.ts'

/** A real host gives a long log in pieces of this size. */
export const PIECE_BYTES = 256 * 1024

interface FakeJob {
  readonly host: string
  readonly job: Job
  state: JobState
  log: string
  outputs: Record<string, string>
}

/** Hosts in memory that keep jobs as real ones do: one per id, whoever asks how often. */
export interface FakeHosts extends Hosts {
  /** Every job that was begun, in order. */
  readonly begun: string[]
  readonly stopped: string[]
  /** Jobs that a hold stopped where they were, right now. */
  readonly paused: Set<string>
  /** Every pause and resume, in order. */
  readonly pauses: string[]
  readonly peeks: { id: string; offset: number }[]
  job(id: string): FakeJob
  end(id: string, code: number): void
  say(id: string, text: string): void
  lose(id: string): void
  vanish(id: string): void
  /** What `ask` answers; by default nobody may ask. */
  answer: (host: string, command: string) => Promise<Answer>
  setReachable(reachable: boolean): void
  setHostKey(key: string): void
}

export function createFakeHosts(): FakeHosts {
  const jobs = new Map<string, FakeJob>()
  const begun: string[] = []
  const stopped: string[] = []
  const paused = new Set<string>()
  const pauses: string[] = []
  const peeks: { id: string; offset: number }[] = []
  let isReachable = true
  let hostKey = 'SHA256:first'
  const reach = async (host: string) => {
    await new Promise((resolve) => setImmediate(resolve))
    if (!isReachable)
      throw new UserError('ssh-unreachable', `${host} does not answer. Nothing was changed. It is asked again.`)
  }
  const find = (id: string) => {
    const job = jobs.get(id)
    if (!job) throw new Error(`no job ${id} was begun; there are ${[...jobs.keys()].join(', ')}`)
    return job
  }
  const fake: FakeHosts = {
    begun,
    stopped,
    paused,
    pauses,
    answer: async () => refuse(),
    peeks,
    job: find,
    end: (id, code) => {
      find(id).state = { is: 'done', code }
    },
    say: (id, text) => {
      find(id).log += text
    },
    lose: (id) => {
      find(id).state = { is: 'lost' }
    },
    vanish: (id) => void jobs.delete(id),
    setReachable: (reachable) => {
      isReachable = reachable
    },
    setHostKey: (key) => {
      hostKey = key
    },
    start: async (host, job) => {
      await reach(host)
      if (jobs.has(job.id)) return
      begun.push(job.id)
      jobs.set(job.id, { host, job, state: { is: 'running' }, log: '', outputs: {} })
    },
    peek: async (host, id, offset) => {
      await reach(host)
      peeks.push({ id, offset })
      const job = jobs.get(id)
      if (!job) return { state: { is: 'absent' }, log: '', nextOffset: offset, outputs: {} }
      const bytes = Buffer.from(job.log)
      const piece = bytes.subarray(offset, offset + PIECE_BYTES)
      return { state: job.state, log: piece.toString(), nextOffset: offset + piece.length, outputs: { ...job.outputs } }
    },
    pause: async (host, id) => {
      await reach(host)
      pauses.push(`pause ${id}`)
      if (jobs.get(id)?.state.is !== 'running') return false
      paused.add(id)
      return true
    },
    resume: async (host, id) => {
      await reach(host)
      pauses.push(`resume ${id}`)
      paused.delete(id)
    },
    stop: async (host, id) => {
      await reach(host)
      stopped.push(id)
      const job = jobs.get(id)
      if (job?.state.is === 'running') job.state = { is: 'done', code: 143 }
    },
    hostKey: async (host) => {
      await reach(host)
      return hostKey
    },
    names: () => ['old', 'new'],
    ask: async (host, command) => {
      await reach(host)
      return fake.answer(host, command)
    },
    connect: refuse,
    listen: refuse,
    pipe: (): Promise<PipeResult> => refuse(),
  }
  return fake
}

function refuse(): never {
  throw new Error('this test did not expect anybody to ask a host')
}
