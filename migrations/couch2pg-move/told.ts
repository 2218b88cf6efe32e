import { formatBytes, type Measured, type Packing } from '../../src/kit.ts'
import { ASSUMED } from './rates.ts'
import { type Choice, known, type Names, type SideMeasure, type World } from './world.ts'

/** What was measured, in sentences, and what could not be and is taken as what. */
export function told(names: Names, choice: Pick<Choice, 'relay'>, world: World): readonly string[] {
  const sides = [world.source, world.target]
  return [...sides.map(sideSentence), ...dataSentences(names, world), ...lineSentences(choice, world)]
}

function sideSentence({ host, machine, server }: SideMeasure): string {
  const { cores, load, freeMemoryBytes, zstd } = machine
  const parts = [
    `Postgres ${server.major}`,
    ...(cores === undefined ? [] : [`${cores} ${cores === 1 ? 'core' : 'cores'}`]),
    ...(load === undefined ? [] : [`load ${load}`]),
    ...(freeMemoryBytes === undefined ? [] : [`${formatBytes(freeMemoryBytes)} of memory free`]),
    zstd === undefined ? 'no zstd' : `zstd ${zstd}`,
  ]
  const isBusy = cores !== undefined && load !== undefined && load > cores * BUSY
  return `${host}: ${parts.join(', ')}.${isBusy ? ' It is busy, so the move will take longer.' : ''}`
}

const BUSY = 0.75

function dataSentences({ database }: Names, world: World): readonly string[] {
  if (world.database.is === 'unknown')
    return [`Could not tell how big ${database} is (${world.database.why}), so there is no forecast.`]
  const { sizeBytes, tables, tableBytes, indexBytes, matviews, matviewBytes } = world.database.value
  const parts = [
    `${tables} ${tables === 1 ? 'table' : 'tables'} ${formatBytes(tableBytes)}`,
    `indexes ${formatBytes(indexBytes)}`,
    `${matviews} materialized ${matviews === 1 ? 'view' : 'views'} ${formatBytes(matviewBytes)}`,
  ]
  const text = known(world.textBytes)
  return [
    `${database} is ${formatBytes(sizeBytes)}: ${parts.join(', ')}.${text === undefined ? '' : ` As text its rows are about ${formatBytes(text)}.`}`,
    ...(world.textBytes?.is === 'unknown'
      ? [
          `Could not tell how long its rows are as text (${world.textBytes.why}); taken as ${ASSUMED.textPerTableByte} times the tables.`,
        ]
      : []),
  ]
}

function lineSentences({ relay }: Pick<Choice, 'relay'>, world: World): readonly string[] {
  const { source, target, relayed, direct, packing } = world
  const line = `from ${source.host} to ${target.host}`
  const straight = direct?.is === 'known' || relay === 'direct' ? direct : undefined
  return [
    ...(relayed ? [linkSentence(`Through Drover, ${line}`, relayed)] : []),
    ...(straight ? [linkSentence(`Straight ${line}`, straight)] : []),
    ...(packing ? [packingSentence(source.host, packing)] : []),
    ...[source, target].flatMap((side) => diskSentences(side, world.database.is === 'known')),
  ]
}

function linkSentence(way: string, measured: Measured<number>): string {
  return measured.is === 'known'
    ? `${way}: ${formatBytes(measured.value)}/s.`
    : `${way}: could not tell how fast that is (${measured.why}); taken as ${formatBytes(ASSUMED.link)}/s.`
}

function packingSentence(host: string, measured: Measured<Packing>): string {
  const { ratio, bytesPerSecond } = measured.is === 'known' ? measured.value : ASSUMED.packing
  const figures = `${ratio.toFixed(1)} times smaller, ${formatBytes(bytesPerSecond)}/s on a core of ${host}`
  return measured.is === 'known'
    ? `zstd makes the rows ${figures}.`
    : `Could not tell how well zstd packs the rows (${measured.why}); taken as ${figures}.`
}

function diskSentences({ host, disks, server }: SideMeasure, isSizeKnown: boolean): readonly string[] {
  if (!isSizeKnown) return []
  if (disks.is === 'unknown') return [`Could not tell how much is free on ${host} (${disks.why}).`]
  return server.dataFolder === undefined
    ? [`Could not tell where the data of ${host} lies: the login may not read that setting.`]
    : []
}
