import type { LocalSlack } from '../../src/local-slack/index.ts'
import type { Bencher } from '../bench.ts'
import { ids, startWorld, type World } from '../bot/world.ts'
import { gateMigration } from './gate-migration.ts'

const DRIVER = 'U0DRIVER'
const OUTSIDERS = 10
const OPEN_MS = 60_000

/** A gate that waits for clicks: the message it is asked in. */
export interface OpenGate {
  readonly channel: string
  readonly ts: string
}

/** A workspace with a bot and runs that wait at gates, one in each channel. */
export interface Town extends World {
  readonly gates: readonly OpenGate[]
  /** Hold the role that every gate asks for, and one more of them than will click: no gate ever gets all it needs. */
  readonly approvers: readonly string[]
  /** Hold no role. */
  readonly outsiders: readonly string[]
}

/** How big a town is: its runs, and how many people click on each gate with the role. */
export interface TownSize {
  readonly runs: number
  readonly approvers: number
}

/** Builds a town; the bot gets this environment and its own settings. */
export async function startTown({ runs, approvers }: TownSize, env: Bencher['env']): Promise<Town> {
  const holders = ids('U0DBA', approvers + 1)
  const outsiders = ids('U0NOROLE', OUTSIDERS)
  const channels = ids('C0LANE', runs)
  const config = () => ({ roles: { dba: { users: holders } }, hosts: {} })
  const world = await startWorld({ people: [DRIVER, ...holders, ...outsiders], channels, config }, env)
  const gates = await Promise.all(channels.map((channel) => openGate(world.slack, channel, approvers + 1)))
  return { ...world, gates, outsiders, approvers: holders.slice(0, approvers) }
}

/** Starts a run as a person would, and waits until its gate asks. */
async function openGate(slack: LocalSlack, channel: string, approvals: number): Promise<OpenGate> {
  await slack.as(DRIVER).command(channel, `start ${gateMigration.name} lane=${channel} approvals=${approvals}`)
  const asking = () => slack.messages(channel).find(({ blocks }) => JSON.stringify(blocks).includes('"approve:dba"'))
  const { ts } = await slack.waitFor(asking, OPEN_MS)
  return { channel, ts }
}
