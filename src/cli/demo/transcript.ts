import type { LocalSlack } from '../../local-slack/index.ts'
import { CHANNEL, PEOPLE } from './people.ts'

/** Prints each new message of the channel once, as a person would read it, with seconds since the start. */
export function createTranscript(slack: LocalSlack, out: (text: string) => void, startedMs: number) {
  const printed = new Set<string>()
  const say = (who: string, text: string) => {
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1).padStart(6)
    out(`${seconds}s  ${who.padEnd(7)} ${plain(text).replaceAll('\n', `\n${' '.repeat(17)}`)}`)
  }
  return {
    say,
    /** Prints what has come since the last call: posts of the channel, and the lines of their threads. */
    catchUp: () => {
      for (const message of slack.messages(CHANNEL.id)) {
        const lines = [message, ...slack.messages(CHANNEL.id, message.ts).filter(({ ts }) => ts !== message.ts)]
        for (const line of lines.filter(({ ts }) => !printed.has(ts))) {
          printed.add(line.ts)
          if (line.user === slack.botUserId) say('drover', line.text)
        }
      }
    },
  }
}

function plain(text: string): string {
  const named = PEOPLE.reduce((rest, { id, displayName }) => rest.replaceAll(`<@${id}>`, `@${displayName}`), text)
  return named
    .replaceAll(/<!date\^\d+\^[^|]*\|([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
