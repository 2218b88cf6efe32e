import type { WebClient } from '@slack/web-api'
import type { Log } from '../model/ports.ts'
import { codeOf } from './outbox/fault.ts'
import { patiently } from './patiently.ts'

/** Says in the log which of the configured channels the bot cannot post in, before a run finds out. Never throws. */
export async function checkChannels(
  channels: readonly string[],
  client: WebClient,
  botName: string,
  log: Log,
): Promise<void> {
  for (const channel of channels) {
    try {
      const { channel: found } = await patiently(() => client.conversations.info({ channel }))
      if (found?.is_archived) log.warn('A configured channel is archived.', { channel })
      else if (found?.is_member === false)
        log.warn(`The bot is not in a configured channel. Type /invite @${botName} there.`, { channel })
    } catch (error) {
      const fix = `Type /invite @${botName} there, or correct its id in drover.yml.`
      log.warn(`A configured channel cannot be seen. ${fix}`, { channel, code: codeOf(error) ?? String(error) })
    }
  }
}
