import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { judgeDisk } from '../../../src/checks/disk-free.ts'
import { argsOf, planFor } from './given.ts'

const GB = 1e9
const DATABASE_GB = 175
const VIEWS_GB = 50
const LOG_GB = 1
const needs = z.object({
  needs: z.array(
    z.object({
      what: z.string(),
      at: z.unknown(),
      times: z.number(),
      views: z.number().default(0),
      log: z.boolean().default(false),
    }),
  ),
  floor: z.object({ least: z.number(), wanted: z.number() }),
  advice: z.string(),
})

/** The disk check of one side, everything on one disk of 400 GB, as in the runbook's example. */
function judged(step: 'disk-source' | 'disk-target', freeGB: number, typed: Readonly<Record<string, string>>) {
  const args = argsOf(planFor(typed), step, needs)
  const found = args.needs.map((need) => ({
    ...need,
    at: { path: '/' },
    besideBytes: (need.views * VIEWS_GB + (need.log ? LOG_GB : 0)) * GB,
  }))
  const disk = { mount: '/', freeBytes: freeGB * GB, totalBytes: 400 * GB, needs: found }
  const { outcome, summary } = judgeDisk('pg', [disk], DATABASE_GB * GB, args.floor, args.advice)
  return `${outcome}: ${summary}`
}

const EXAMPLE_GB = 400 - DATABASE_GB
const CASES = [
  {
    name: 'the example of the runbook: dump beside 175 GB on a disk of 400 GB does not fit',
    step: 'disk-source' as const,
    free: EXAMPLE_GB,
    typed: { method: 'dump' },
    says: 'fail: pg has 225 GB free in / and needs 438 GB.',
  },
  {
    name: 'the same disk streams, since nothing is staged',
    step: 'disk-source' as const,
    free: EXAMPLE_GB,
    typed: { method: 'stream' },
    says: 'pass: pg has 225 GB free in /, and none of it will be used.',
  },
  {
    name: 'the target of a stream needs the database, its WAL and room for views',
    step: 'disk-target' as const,
    free: EXAMPLE_GB,
    typed: { method: 'stream' },
    says: 'fail: pg has 225 GB free in / and needs 226 GB.',
  },
  {
    name: 'an empty target disk of 400 GB takes a stream',
    step: 'disk-target' as const,
    free: 400,
    typed: { method: 'stream' },
    says: 'pass: pg has 400 GB free in /: at most 226 GB will be used, 174 GB left.',
  },
  {
    name: 'the target of a dump needs both archives and the database',
    step: 'disk-target' as const,
    free: 400,
    typed: { method: 'dump' },
    says: 'fail: pg has 400 GB free in / and needs 489 GB.',
  },
  {
    name: 'literal-3x refuses less than three times the database on the source, whatever the method',
    step: 'disk-source' as const,
    free: 524,
    typed: { diskPolicy: 'literal-3x' },
    says: 'fail: pg has 524 GB free in / and needs 525 GB.',
  },
  {
    name: 'literal-3x is content with three times the database',
    step: 'disk-source' as const,
    free: 525,
    typed: { diskPolicy: 'literal-3x' },
    says: 'pass: pg has 525 GB free in /, and none of it will be used.',
  },
  {
    name: 'derived-2x warns between two and three times the database',
    step: 'disk-target' as const,
    free: 400,
    typed: { diskPolicy: 'derived-2x' },
    says: 'warn: pg has 400 GB free in /: at most 226 GB will be used, 174 GB left. That is enough, but less than the 525 GB free that the runbook wants.',
  },
  {
    name: 'derived-2x refuses the example of the runbook',
    step: 'disk-source' as const,
    free: EXAMPLE_GB,
    typed: { diskPolicy: 'derived-2x' },
    says: 'fail: pg has 225 GB free in / and needs 350 GB.',
  },
]

test('only a dump is told that a stream writes no archive', () => {
  const advice = (method: string) => argsOf(planFor({ method }), 'disk-target', needs).advice
  assert.equal(advice('dump'), 'Or start again with method=stream, which writes no archive.')
  assert.equal(advice('stream'), '')
})

test('literal-3x asks for three times the database on a disk that /tmp shares, not for more', () => {
  const typed = { method: 'dump', diskPolicy: 'literal-3x' }
  assert.equal(
    judged('disk-source', 525, typed),
    'pass: pg has 525 GB free in /: at most 438 GB will be used, 87.5 GB left.',
  )
})

for (const { name, step, free, typed, says } of CASES) {
  test(`disk: ${name}`, () => {
    assert.equal(judged(step, free, typed), says)
  })
}

test('a dump asks about its folder, the spool in /tmp and the folder of the data apart', () => {
  const typed = { method: 'dump', workDir: '/data/drover' }
  const where = (step: string) => argsOf(planFor(typed), step, needs).needs.map(({ at }) => JSON.stringify(at))
  assert.deepEqual(where('disk-source'), ['{"path":"/data/drover"}', '{"path":"/tmp"}'])
  assert.match(where('disk-target')[0] ?? '', /"dataFolderOf"/)
  assert.equal(where('disk-target')[1], '{"path":"/data/drover"}')
})
