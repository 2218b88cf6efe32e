import { formatBytes } from '../../src/kit.ts'
import { forecastOf, linkOf } from './forecast.ts'
import { blockersIn, type Choice, known, type Names, type World } from './world.ts'

/** What a rule looks at: what was measured, and what was chosen before it. */
export interface Case {
  readonly world: World
  readonly names: Names
  readonly choice: Choice
}

/** One reason to choose a value. `because` ends the sentence that begins with `name=value: `. */
export interface Rule<Value> {
  readonly when: (the: Case) => boolean
  readonly value: (the: Case) => Value
  readonly because: (the: Case) => string
}

/** The first rule that holds decides; the last of each list always does. */
export const METHOD: readonly Rule<Choice['method']>[] = [
  {
    when: ({ world }) => world.database.is === 'unknown',
    value: () => 'stream',
    because: ({ names }) =>
      `what ${names.database} holds could not be told, so the check before the start has to say whether a stream carries it.`,
  },
  {
    when: (the) => blockers(the).length === 0,
    value: () => 'stream',
    because: ({ names }) =>
      `rows go from ${names.source} to ${names.target} with nothing written on the way, and ${names.source} stays in use.`,
  },
  {
    when: (the) => lacking(the).length === 0,
    value: () => 'dump',
    because: (the) => `${the.names.database} holds ${blockers(the).join(' and ')}, which a stream cannot carry.`,
  },
  {
    when: () => true,
    value: () => 'dump',
    because: (the) =>
      `${the.names.database} holds ${blockers(the).join(' and ')}, which a stream cannot carry. Its archives do not fit: ${lacking(the).join('; ')}. Free space there, or name another workDir.`,
  },
]

/** Only asked where relay=auto was typed. */
export const RELAY: readonly Rule<Choice['relay']>[] = [
  {
    when: ({ choice }) => choice.method !== 'stream',
    value: () => 'relay',
    because: ({ choice }) => `method=${choice.method} goes through Drover.`,
  },
  {
    when: ({ world }) => known(world.direct) === undefined,
    value: () => 'relay',
    because: ({ world, names }) => `${names.source} could not send straight to ${names.target}${whyNot(world.direct)}.`,
  },
  {
    when: ({ world }) => (known(world.direct) ?? 0) > 1.5 * (known(world.relayed) ?? 0),
    value: () => 'direct',
    because: ({ world }) =>
      `${rate(known(world.direct))} go straight from host to host, and ${rate(known(world.relayed))} through Drover.`,
  },
  {
    when: () => true,
    value: () => 'relay',
    because: ({ world }) =>
      `straight from host to host is not much faster: ${rate(known(world.direct))} against ${rate(known(world.relayed))}.`,
  },
]

const LEAST_STREAMS = 2
const MOST_STREAMS = 4

export const STREAMS: readonly Rule<Choice['streams']>[] = [
  {
    when: ({ world }) => world.source.machine.cores === undefined || world.target.machine.cores === undefined,
    value: () => LEAST_STREAMS,
    because: ({ world: { source, target } }) =>
      `${source.machine.cores === undefined ? source.host : target.host} did not tell how many cores it has.`,
  },
  {
    when: () => true,
    value: ({ world: { source, target } }) =>
      Math.max(
        LEAST_STREAMS,
        Math.min(source.machine.cores ?? LEAST_STREAMS, target.machine.cores ?? LEAST_STREAMS, MOST_STREAMS),
      ),
    because: ({ world: { source, target } }) =>
      `${source.host} has ${cores(source.machine.cores)} and ${target.host} ${cores(target.machine.cores)}.`,
  },
]

/** Packing has to gain at least this much to be worth the work. */
const WORTH = 1.1

export const COMPRESSION: readonly Rule<Choice['compression']>[] = [
  {
    when: ({ world }) => withoutZstd(world).length > 0,
    value: () => 'none',
    because: ({ world }) =>
      `${withoutZstd(world).join(' and ')} ${withoutZstd(world).length === 1 ? 'has' : 'have'} no zstd. With it on both hosts, fewer bytes would have to cross.`,
  },
  {
    when: ({ world, choice }) => known(world.packing) === undefined || linkOf(choice, world) === undefined,
    value: () => 'zstd',
    because: () => 'it gains on all but the fastest links.',
  },
  {
    when: (the) => packedRate(the) > WORTH * (linkOf(the.choice, the.world) ?? 0),
    value: () => 'zstd',
    because: (the) =>
      `${rate(linkOf(the.choice, the.world))} come through, and packed rows make ${rate(packedRate(the))} of that.`,
  },
  {
    when: () => true,
    value: () => 'none',
    because: (the) =>
      `${rate(linkOf(the.choice, the.world))} come through, and ${the.world.source.host} packs no more than ${rate(packedRate(the))}.`,
  },
]

/** The value of the first rule that holds, with its sentence. */
export function decide<Value>(rules: readonly Rule<Value>[], the: Case): { value: Value; because: string } | undefined {
  const rule = rules.find(({ when }) => when(the))
  return rule && { value: rule.value(the), because: rule.because(the) }
}

/** What a stream would leave behind. */
export function blockers({ world }: Pick<Case, 'world'>): readonly string[] {
  const database = known(world.database)
  return database ? blockersIn(database) : []
}

/** Where a dump would not find room. */
function lacking({ world, names, choice }: Case): readonly string[] {
  const mounts = forecastOf({ ...choice, method: 'dump' }, world, names)?.mounts ?? []
  return mounts
    .filter(({ freeBytes, peakBytes }) => freeBytes < peakBytes)
    .map(
      ({ host, mount, freeBytes, peakBytes }) =>
        `${host} has ${formatBytes(freeBytes)} free in ${mount} and needs ${formatBytes(peakBytes)}`,
    )
}

/** Rows a second, before packing, that arrive packed: as many as the link carries, and as zstd makes. */
function packedRate({ world, choice }: Case): number {
  const packing = known(world.packing)
  const link = linkOf(choice, world)
  if (!packing || link === undefined) return 0
  const lanes = Math.max(1, Math.min(choice.streams, world.source.machine.cores ?? choice.streams))
  return Math.min(link * packing.ratio, packing.bytesPerSecond * lanes)
}

function withoutZstd({ source, target }: World): readonly string[] {
  return [source, target].filter(({ machine }) => machine.zstd === undefined).map(({ host }) => host)
}

function whyNot(measured: World['direct']): string {
  return measured?.is === 'unknown' ? ` (${measured.why})` : ''
}

function rate(bytesPerSecond: number | undefined): string {
  return bytesPerSecond === undefined ? 'an unknown number of bytes a second' : `${formatBytes(bytesPerSecond)}/s`
}

function cores(count: number | undefined): string {
  return `${count ?? 'unknown'} ${count === 1 ? 'core' : 'cores'}`
}
