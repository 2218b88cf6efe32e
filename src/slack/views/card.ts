import type { DiskLine } from '../../model/disk-trend.ts'
import type { Json } from '../../model/json.ts'
import type { Closed } from '../../model/policy-clock.ts'
import type { Progress } from '../../model/ports.ts'
import type { Run } from '../../model/run.ts'
import type { Eta } from '../../model/subcommand.ts'

/** A Block Kit block as plain JSON. */
export interface Block {
  readonly type: string
  readonly block_id?: string
  readonly [key: string]: Json | undefined
}

/** A message: `text` is what notifications and screen readers get, and what is left when the blocks are refused. */
export interface Card {
  readonly text: string
  readonly blocks: readonly Block[]
}

/** What a card of a run is drawn from. */
export interface RunView {
  readonly run: Run
  readonly progress?: Progress | undefined
  /** Why the engine is stuck, when a host cannot be reached. */
  readonly stall?: string | undefined
  /** The disks that the live step may fill. */
  readonly disks?: readonly DiskLine[] | undefined
  readonly eta: Eta
  /** The environment whose rules hold for it, where its hosts belong to one. */
  readonly environment?: string | undefined
  /** Why nothing may begin now, where a window is closed or in a freeze. */
  readonly closed?: Pick<Closed, 'says' | 'opensAt'> | undefined
  /** Hash of the newest event of the chain. */
  readonly head: string
  readonly now: Date
  /** This process is about to end, and another will draw the card again. */
  readonly isLeaving?: boolean | undefined
  /** Ids of the people of each role, where they are known: cards that wait for a role then mention them. */
  readonly members?: Readonly<Record<string, readonly string[]>> | undefined
}

interface PlainText {
  readonly type: 'plain_text'
  readonly text: string
}

/** A window. `callback_id` is the verb, `private_metadata` the encoded ref. */
export interface Modal {
  readonly type: 'modal'
  readonly callback_id: string
  readonly private_metadata: string
  readonly title: PlainText
  readonly submit?: PlainText
  readonly close: PlainText
  readonly blocks: Block[]
}

/** Somebody's App Home. */
export interface Home {
  readonly type: 'home'
  readonly blocks: Block[]
}
