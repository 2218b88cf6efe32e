import type { EnvelopeFaults } from './socket/dispatcher.ts'

/** What happens to a call instead of an ordinary answer. */
export type CallFault =
  | { kind: 'rate-limit'; retryAfterSeconds: number }
  | { kind: 'server-error'; status: number }
  | { kind: 'drop-response' }
  | { kind: 'late-answer'; delayMs: number }
  | { kind: 'slack-error'; error: string }

/** Faults that wait for the call or envelope they are meant for. */
export interface FaultBook extends EnvelopeFaults {
  addCalls(method: string, times: number, fault: CallFault): void
  /** The fault meant for this call of the method, which is then used up. */
  takeCall(method: string): CallFault | undefined
  duplicateNext(): void
  redeliverNext(): void
  holdBackNext(): void
  refuseConnections(forMs: number): void
  isRefusingConnections(): boolean
  goDark(forMs: number): void
  isDark(): boolean
  revokeToken(on: boolean): void
  isTokenRevoked(): boolean
  refuseBlocks(on: boolean): void
  isRefusingBlocks(): boolean
  clear(): void
}

/** Starts without faults. A method of `*` means any method. */
export const createFaultBook = (nowMs: () => number = Date.now): FaultBook => {
  let calls: { method: string; fault: CallFault }[] = []
  let duplicates = 0
  let redeliveries = 0
  let heldBack = 0
  let refuseUntilMs = 0
  let darkUntilMs = 0
  let tokenIsRevoked = false
  let blocksAreRefused = false
  return {
    addCalls(method, times, fault) {
      calls.push(...Array.from({ length: times }, () => ({ method, fault })))
    },
    takeCall(method) {
      const next = calls.find((call) => call.method === method || call.method === '*')
      calls = calls.filter((call) => call !== next)
      return next?.fault
    },
    duplicateNext: () => {
      duplicates += 1
    },
    redeliverNext: () => {
      redeliveries += 1
    },
    holdBackNext: () => {
      heldBack += 1
    },
    takeDuplicate: () => duplicates > 0 && duplicates-- > 0,
    takeRedelivery: () => redeliveries > 0 && redeliveries-- > 0,
    takeHoldBack: () => heldBack > 0 && heldBack-- > 0,
    refuseConnections(forMs) {
      refuseUntilMs = nowMs() + forMs
    },
    isRefusingConnections: () => nowMs() < Math.max(refuseUntilMs, darkUntilMs),
    goDark(forMs) {
      darkUntilMs = nowMs() + forMs
    },
    isDark: () => nowMs() < darkUntilMs,
    revokeToken(on) {
      tokenIsRevoked = on
    },
    isTokenRevoked: () => tokenIsRevoked,
    refuseBlocks(on) {
      blocksAreRefused = on
    },
    isRefusingBlocks: () => blocksAreRefused,
    clear() {
      calls = []
      duplicates = 0
      redeliveries = 0
      heldBack = 0
      refuseUntilMs = 0
      darkUntilMs = 0
      tokenIsRevoked = false
      blocksAreRefused = false
    },
  }
}
