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

/** A letter with what is known of its delivery. It is due while `version` is above `sentVersion`. */
export interface Posted extends Letter {
  readonly version: number
  readonly sentVersion: number
  /** Slack's id of the message, once known. */
  readonly ts?: string | undefined
  /** Set before the first send, so that a send whose answer was lost is looked for instead of repeated. */
  readonly triedAt?: string | undefined
  /** Why Slack would not take it; it is not tried again until its content changes. */
  readonly refused?: string | undefined
}

/** Durable inbox and outbox. Every change is one transaction. */
export interface Mailroom {
  /** True the first time a delivery with this key comes; false ever after. */
  receive(key: string): boolean
  put(letter: Letter): void
  find(key: string): Posted | undefined
  /** Key of the message that Slack knows by this channel and ts. */
  keyOf(channel: string, ts: string): string | undefined
  /** Letters due, oldest first. */
  due(): readonly Posted[]
  trying(key: string): void
  sent(key: string, version: number, ts: string): void
  refused(key: string, version: number, why: string): void
  /** The message is gone from Slack: forget its ts, so that it is posted anew. */
  lost(key: string): void
}
