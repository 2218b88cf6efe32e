import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { Log } from '../model/ports.ts'
import { codeOf, faultOf } from './outbox/fault.ts'
import { clamp, fitMessage } from './outbox/fit-blocks.ts'
import { patiently } from './patiently.ts'
import type { Card, Home, Modal } from './views/index.ts'

/** Whom an answer is for, and where they asked. Without a channel (App Home) it goes to their direct messages. */
export interface Asker {
  readonly userId: string
  readonly channel?: string | undefined
  readonly threadTs?: string | undefined
}

/** What the bot says to people right away, outside the outbox: nothing here is part of a run's record. */
export interface Talk {
  /** Only that person sees it: in the channel where that works, else in their direct messages. Never throws. */
  whisper(asker: Asker, card: Card): Promise<void>
  /** Everybody in the channel sees it. */
  say(asker: Asker, card: Card): Promise<void>
  /** Gives the id of the window. Throws errors of Slack's SDK, such as `expired_trigger_id`. */
  open(triggerId: string, view: Modal): Promise<string>
  /** False when somebody has closed the window. */
  update(viewId: string, view: Modal): Promise<boolean>
  publish(userId: string, view: Home): Promise<void>
}

const Opened = z.looseObject({ view: z.looseObject({ id: z.string() }) })

export function createTalk(client: WebClient, log: Log): Talk {
  const send = async (method: string, where: Record<string, unknown>, card: Card): Promise<void> => {
    const { text, blocks } = fitMessage(card)
    const shown = { ...where, unfurl_links: false, unfurl_media: false }
    try {
      await patiently(() => client.apiCall(method, { ...shown, text, blocks }))
    } catch (error) {
      const fault = faultOf(error)
      if (fault.is !== 'unfit') throw error
      log.error('Slack refused the blocks of an answer; its text is sent alone.', { ...fault })
      await patiently(() => client.apiCall(method, { ...shown, text: clamp(card.text, 3_900) }))
    }
  }
  const direct = (userId: string, card: Card) => send('chat.postMessage', { channel: userId }, card)
  return {
    async whisper({ userId, channel, threadTs }, card) {
      try {
        if (channel === undefined || channel.startsWith('D')) return await direct(userId, card)
        const where = { channel, user: userId, thread_ts: threadTs }
        await send('chat.postEphemeral', where, card).catch(() => direct(userId, card))
      } catch (error) {
        log.error('An answer could not be given to a person.', { userId, channel, error })
      }
    },
    say: ({ userId, channel, threadTs }, card) =>
      send('chat.postMessage', { channel: channel ?? userId, thread_ts: threadTs }, card),
    async open(triggerId, view) {
      return Opened.parse(await client.apiCall('views.open', { trigger_id: triggerId, view })).view.id
    },
    async update(viewId, view) {
      try {
        await patiently(() => client.apiCall('views.update', { view_id: viewId, view }))
        return true
      } catch (error) {
        if (codeOf(error) === 'not_found') return false
        throw error
      }
    },
    async publish(userId, view) {
      await patiently(() => client.apiCall('views.publish', { user_id: userId, view }))
    },
  }
}
