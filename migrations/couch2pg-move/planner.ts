import {
  type Advice,
  beforeEnd,
  type DatabaseRef,
  measureDatabase,
  measureDisks,
  measureHost,
  measureLink,
  measurePacking,
  measureServer,
  measureText,
  type PlannerScope,
  refuse,
  type Tools,
  tryMeasure,
} from '../../src/kit.ts'
import { advise } from './advise.ts'
import { SPOOL } from './mount-peaks.ts'
import type { Params } from './params.ts'
import { type Side, sidesOf } from './sides.ts'
import { known, type SideMeasure, type World } from './world.ts'

/** Measures both sides and the way between them, then chooses. Throws a UserError when a side cannot be reached. */
export async function planner(params: Params, tools: Tools, scope: PlannerScope): Promise<Advice> {
  return advise(params, await measureWorld(params, tools, scope), scope)
}

/** Long enough for the first connection to a far host. */
const REACH_MS = 15_000
const LOOK_MS = 5000
const LINK_MS = 4000

async function measureWorld(params: Params, tools: Tools, scope: PlannerScope): Promise<World> {
  const { source, target } = sidesOf(params)
  const { signal } = scope
  const [from, to] = await Promise.all([
    reach(tools, source, signal),
    reach(tools, { ...target, database: { ...target.database, database: 'postgres' } }, signal),
  ])
  const [sourceDisks, targetDisks, content] = await Promise.all([
    lookAtDisks(tools, from, [params.workDir, SPOOL], signal),
    lookAtDisks(tools, to, [params.workDir], signal),
    lookInside(tools, source.database, from.machine.zstd !== undefined, signal),
  ])
  const links = await timeLinks(params, tools, scope)
  return { source: { ...from, disks: sourceDisks }, target: { ...to, disks: targetDisks }, ...content, ...links }
}

/** A side that does not answer ends the measuring: without it nothing can be planned. */
async function reach(tools: Tools, { host, database }: Side, signal: AbortSignal): Promise<Omit<SideMeasure, 'disks'>> {
  const looks = Promise.all([measureHost(tools, host, REACH_MS), measureServer(tools, database, REACH_MS)])
  const [machine, server] = await beforeEnd(signal, looks).catch((error: unknown) =>
    signal.aborted ? refuseSlow(host) : Promise.reject(error),
  )
  return { host, machine, server }
}

function lookAtDisks(
  tools: Tools,
  { host, server }: Omit<SideMeasure, 'disks'>,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<SideMeasure['disks']> {
  const wanted = [...paths, ...(server.dataFolder === undefined ? [] : [server.dataFolder])]
  return tryMeasure({ signal, timeoutMs: LOOK_MS }, () => measureDisks(tools, host, wanted, LOOK_MS))
}

/** One after the other, since samples are read from the same disk. */
async function lookInside(
  tools: Tools,
  source: DatabaseRef,
  hasZstd: boolean,
  signal: AbortSignal,
): Promise<Pick<World, 'database' | 'textBytes' | 'packing'>> {
  const limit = { signal, timeoutMs: LOOK_MS }
  const database = await tryMeasure(limit, () => measureDatabase(tools, source, LOOK_MS))
  const found = known(database)
  if (!found) return { database }
  const textBytes = await tryMeasure(limit, () => measureText(tools, source, found, LOOK_MS))
  if (!hasZstd || found.biggest === undefined) return { database, textBytes }
  return { database, textBytes, packing: await tryMeasure(limit, (stop) => measurePacking(tools, source, found, stop)) }
}

/** Only the ways that may be taken, after everything else, so that nothing disturbs them. */
async function timeLinks(
  { source, target, relay }: Params,
  tools: Tools,
  { open, signal }: PlannerScope,
): Promise<Pick<World, 'relayed' | 'direct'>> {
  const time = (direct: boolean) =>
    tryMeasure({ signal, timeoutMs: LINK_MS }, (stop) => measureLink(tools, { source, target, direct }, stop))
  const relayed = relay === 'direct' ? undefined : await time(false)
  return relay === 'direct' || open.includes('relay') ? { relayed, direct: await time(true) } : { relayed }
}

function refuseSlow(host: string): never {
  return refuse(
    'not-measured',
    `${host} or its Postgres did not answer in the time there is for measuring. See whether the host and the network are busy, then try again.`,
  )
}
