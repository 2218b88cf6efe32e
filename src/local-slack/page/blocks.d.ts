import type { Markup } from './html.js'

/** What the renderer asks about people and channels. */
export interface PageNames {
  user(id: string): string | undefined
  channel(id: string): string | undefined
  usergroup(id: string): string | undefined
  people(): { id: string; displayName: string }[]
  channels(): { id: string; name: string }[]
}

export declare const renderBlock: (block: unknown, names: PageNames, key: string) => Markup
export declare const renderBlocks: (blocks: unknown[] | undefined, names: PageNames, key: string) => Markup[]
