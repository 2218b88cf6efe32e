import type { Fields } from '../fields.ts'

/** What people put into the inputs of a view or message: block id, action id, element state. */
export type InputState = Record<string, Record<string, Fields>>

/** An open modal or a published Home. */
export interface View {
  id: string
  user: string
  type: 'modal' | 'home'
  callbackId: string
  externalId: string
  title: string
  submit?: string
  close?: string
  blocks: Fields[]
  privateMetadata: string
  hash: string
  clearOnClose: boolean
  notifyOnClose: boolean
  rootViewId: string
  previousViewId?: string
  state: InputState
  /** Block id to the sentence shown under that input after a refused submit. */
  errors: Record<string, string>
  /** The view as the bot sent it, for the bot to get back. */
  sent: Fields
}
