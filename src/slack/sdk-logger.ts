import { type Logger, LogLevel } from '@slack/web-api'
import type { Log } from '../model/ports.ts'

/** Slack's SDKs log through ours; their debug lines, which hold payloads, go nowhere. */
export function sdkLogger(log: Log): Logger {
  let level = LogLevel.WARN
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts) => log.warn('Slack SDK', { detail: textOf(parts) }),
    error: (...parts) => log.warn('Slack SDK', { detail: textOf(parts) }),
    setLevel: (next) => {
      level = next
    },
    getLevel: () => level,
    setName: () => undefined,
  }
}

function textOf(parts: readonly unknown[]): string {
  return parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ')
}
