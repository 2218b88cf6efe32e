import type { Tools } from '../../src/model/ports.ts'
import type { Pair } from '../move/pair.ts'
import type { Installed } from '../move/present.ts'

/** Two databases, and our own way to reach them. */
export interface World {
  readonly pair: Pair
  readonly tools: Tools
}

/** One way to tell whether two databases hold the same. */
export interface Proof extends Installed {
  readonly name: string
  /** One line for people: what is asked on both sides. */
  readonly what: string
  /** True when it finds both equal. Throws when it could not tell. */
  finds(world: World): Promise<boolean>
}
