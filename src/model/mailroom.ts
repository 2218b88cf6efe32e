import type { Json } from './json.ts'

/** What a message should look like. `key` is ours and for ever, such as `m7f3xq/card`; putting it again replaces the content. */
export interface Letter {
  readonly key: string
  readonly channel: string
  /** Key of the message whose thread it belongs in. */
  readonly threadKey?: string | undefined
  readonly text: string
  readonly blocks: readonly Json[]
  /** A text file that goes with it, uploaded once. */
  readonly file?: { readonly name: string; readonly text: string } | undefined
}

/** How far the delivery of a letter is. It is due while `version` is above `sentVersion`. */
interface Delivery {
  readonly version: number
  /** Slack's id of the message, once known. */
  readonly ts?: string | undefined
  /** Set before the first send, so that a send whose answer was lost is looked for instead of repeated. */
  readonly triedAt?: string | undefined
  /** Key of the letter whose message it went out in, when several lines of a thread went out as one. */
  readonly partOf?: string | undefined
}

/** A letter with what is known of its delivery. */
export interface Posted extends Letter, Delivery {
  readonly sentVersion: number
  /** Why Slack would not take it; it is not tried again until its content changes. */
  readonly refused?: string | undefined
}

/** A letter that waits to be sent, without what it says: the outbox looks at all of them each time, and reads few. */
export interface Due extends Delivery {
  readonly key: string
  readonly channel: string
  readonly threadKey?: string | undefined
  readonly hasFile: boolean
}

/** Durable inbox and outbox. Every change is one transaction. */
export interface Mailroom {
  /** True the first time a delivery with this key comes; false ever after. Resolves once that is on the disk. */
  receive(key: string): Promise<boolean>
  /** Makes all changes of the work one transaction, which waits for the disk once. When it throws, nothing was changed. */
  together(work: () => void): void
  put(letter: Letter): void
  /** Puts a letter as it is now, and has it tried again when Slack refused just that. */
  putAgain(letter: Letter): void
  /** Puts a letter unless it is there. One that Slack refused is tried again. */
  putMissing(letter: Letter): void
  find(key: string): Posted | undefined
  /** Key of a letter in the message that Slack knows by this channel and ts. */
  keyOf(channel: string, ts: string): string | undefined
  /** Letters due, oldest first. */
  due(): readonly Due[]
  /** The letter goes out now, and these other ones in the same message. */
  trying(key: string, parts?: readonly string[]): void
  sent(key: string, version: number, ts: string): void
  refused(key: string, version: number, why: string): void
  /** All letters of a run up to this event are put, also those that took a look-up. */
  drawn(run: string, seq: number): void
  /** Whether that is so, and Slack refused none of them. */
  isDrawn(run: string, seq: number): boolean
  /** The message is gone from Slack: forget its ts, so that it is posted anew. */
  lost(key: string): void
}
