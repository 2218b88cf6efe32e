import { setTimeout as wait } from 'node:timers/promises'
import type { LocalSlack } from '../../src/local-slack/index.ts'

/** People who type in Slack, over and over until somebody hears. */
export interface Voices {
  /** Types `/migrate <line>`, unless this person says the same right now. */
  say(person: string, channel: string, line: string): void
  /** Ends once what is said now was heard or not. */
  fallSilent(): Promise<void>
}

/** How soon somebody says again what led to nothing. */
const AGAIN_MS = 1000

export function createVoices(slack: LocalSlack): Voices {
  const underway = new Map<string, Promise<void>>()
  return {
    say(person, channel, line) {
      const key = `${person} ${line}`
      if (underway.has(key)) return
      const said = slack.as(person).command(channel, line).catch(unheard)
      const saying = said.then(() => wait(AGAIN_MS)).then(() => void underway.delete(key))
      underway.set(key, saying)
    },
    async fallSilent() {
      await Promise.all(underway.values())
    },
  }
}

/** The bot was not there, or died before it answered: whoever said it says it again. */
function unheard(): undefined {
  return undefined
}
