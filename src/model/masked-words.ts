import type { Command } from './command.ts'

/** The command with the words that somebody wrote freely masked: they stay in the record and are shown to everybody. */
export function withMaskedWords(command: Command, redact: (text: string) => string): Command {
  if (!('by' in command)) return command
  return {
    ...command,
    ...('reason' in command && command.reason !== undefined && { reason: redact(command.reason) }),
    ...('note' in command && { note: redact(command.note) }),
    ...('override' in command && command.override !== undefined && { override: redact(command.override) }),
  }
}
