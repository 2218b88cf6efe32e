import type { Markup } from './html.js'

/** Whom and what mentions speak of; each gives a name or undefined. */
export interface Names {
  user(id: string): string | undefined
  channel(id: string): string | undefined
  usergroup(id: string): string | undefined
}

export declare const mrkdwn: (text: string, names: Names) => Markup
export declare const plainText: (text: string) => Markup
export declare const link: (url: string, label: unknown) => Markup
