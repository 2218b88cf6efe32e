import type { Scope } from '../../src/model/check.ts'
import type { Answer, Databases, Hosts, PipeEnd, PipeResult, Tools } from '../../src/model/ports.ts'

/** What a fake world answers; whatever a test does not say, nobody may ask. */
export interface Answers {
  readonly ask?: (host: string, command: string) => string | Answer
  readonly query?: (...asked: Parameters<Databases['query']>) => readonly Record<string, unknown>[]
  readonly pipe?: (source: PipeEnd, target: PipeEnd, options: Parameters<Hosts['pipe']>[2]) => PipeResult
  readonly couch?: (database: string) => { docCount: number; updateSeq: string } | undefined
  readonly pending?: (database: string, since: string) => number
}

export const SCOPE: Scope = { run: 'm7f3xq', step: 'sample', attempt: 1, startedAt: '2026-11-02T09:00:00.000Z' }

/** Tools that answer from a test's own functions. */
export function fakeTools(answers: Answers): Tools {
  return {
    hosts: {
      ask: async (host, command) => answerOf((answers.ask ?? refuse('ask'))(host, command)),
      pipe: async (source, target, options) => (answers.pipe ?? refuse('pipe'))(source, target, options),
      start: refuse('start'),
      peek: refuse('peek'),
      pause: refuse('pause'),
      resume: refuse('resume'),
      stop: refuse('stop'),
      connect: refuse('connect'),
      listen: refuse('listen'),
      hostKey: async () => undefined,
      names: () => [],
    },
    databases: { query: async (...asked) => (answers.query ?? refuse('query'))(...asked) },
    couches: {
      info: async (_couch, database) => (answers.couch ?? refuse('couch'))(database),
      pending: async (_couch, database, since) => (answers.pending ?? refuse('pending'))(database, since),
    },
    secrets: { reveal: async (name) => `value of ${name}`, names: () => [] },
    now: () => new Date('2026-11-02T09:00:00.000Z'),
  }
}

function answerOf(said: string | Answer): Answer {
  return typeof said === 'string' ? { code: 0, stdout: said, stderr: '' } : said
}

function refuse(what: string): () => never {
  return () => {
    throw new Error(`this test did not expect anybody to call ${what}`)
  }
}
