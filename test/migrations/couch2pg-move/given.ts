import type { z } from 'zod'
import migration from '../../../migrations/couch2pg-move/index.ts'
import { type Plan, planOf } from '../../../src/model/plan.ts'

/** What has to be typed; everything else has a default. */
export const TYPED = {
  source: 'old-pg',
  target: 'new-pg',
  couchdbUrl: 'https://cht.example.org/medic',
  couchdbPassword: 'couch',
}

/** The plan for what was typed. */
export function planFor(typed: Readonly<Record<string, string>> = {}): Plan {
  return planOf(migration, migration.parse({ ...TYPED, ...typed }))
}

/** What a check step of the plan was given. */
export function argsOf<Args>(plan: Plan, id: string, schema: z.ZodType<Args>): Args {
  const step = plan.steps.find((one) => one.id === id)
  return schema.parse(step && 'check' in step ? step.check.args : undefined)
}

/** Every way to do the move. */
export const VARIANTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'stream-docker-relay': {},
  'stream-systemd-direct': { sourceRuntime: 'systemd', targetRuntime: 'systemd', relay: 'direct' },
  'stream-docker-passwords': { sourcePassword: 'source-pg', targetPassword: 'target-pg', sourcePort: '5433' },
  'dump-docker-relay': { method: 'dump' },
  'dump-systemd-relay': { method: 'dump', sourceRuntime: 'systemd', targetRuntime: 'systemd', workDir: '/data/drover' },
  'physical-docker-relay': { method: 'physical' },
  'physical-systemd-limit': { method: 'physical', sourceRuntime: 'systemd', targetRuntime: 'systemd', limit: '20MB/s' },
}
