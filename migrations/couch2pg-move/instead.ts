import { formatBytes, type Past } from '../../src/kit.ts'
import { about } from './about.ts'
import { blockers } from './choose.ts'
import { forecastOf, type Outlook } from './forecast.ts'
import { isMuchFaster } from './much-faster.ts'
import type { Params } from './params.ts'
import type { Choice, World } from './world.ts'

/** What a typed method costs, or cannot do. */
export function typedMethod(params: Params, choice: Choice, world: World, past: readonly Past[]): readonly string[] {
  const held = blockers({ world })
  const { method, database } = params
  if (held.length > 0)
    return method === 'stream'
      ? [
          `method=stream was typed, but ${database} holds ${held.join(' and ')}, which a stream cannot carry. method=dump would.`,
        ]
      : []
  const typed = forecastOf(choice, world, params, past)
  const stream = forecastOf({ ...choice, method: 'stream' }, world, params, past)
  if (!typed || !stream || !isMuchFaster(stream.seconds.likely, typed.seconds.likely)) return []
  return [
    `method=${method} was typed. Left to itself, Drover would take stream: ${about(stream.seconds)} instead of ${about(typed.seconds)}.`,
  ]
}

/** The physical move is never chosen by itself, since it replaces the whole cluster of the target. */
export function physicalInstead(
  params: Params,
  choice: Choice,
  world: World,
  past: readonly Past[],
  outlook: Outlook | undefined,
): readonly string[] {
  if (choice.method === 'physical' || !isPhysicalPossible(params, world)) return []
  const physical = forecastOf({ ...choice, method: 'physical' }, world, params, past)
  if (!physical || !outlook || !isMuchFaster(physical.seconds.likely, outlook.seconds.likely)) return []
  const others = world.source.server.databases.filter((name) => name !== params.database)
  const along = others.length > 0 ? `, with ${others.join(', ')}` : ''
  return [
    `method=physical would take ${about(physical.seconds)}: it copies the whole cluster of ${params.source} (${formatBytes(world.source.server.clusterBytes)}${along}) and replaces the one on ${params.target}. Type it if that one holds nothing else.`,
  ]
}

/** Same major version and kind of machine, the right to replicate, and a target that nobody else uses. */
function isPhysicalPossible({ database }: Params, { source, target }: World): boolean {
  const isEmpty = target.server.databases.every((name) => name === database)
  const isSameMachine = source.machine.machine !== undefined && source.machine.machine === target.machine.machine
  const mayReplicate = source.server.replication && source.server.walLevel !== 'minimal'
  return source.server.major === target.server.major && isSameMachine && mayReplicate && isEmpty
}
