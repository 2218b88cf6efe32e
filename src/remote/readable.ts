const ESCAPE = String.fromCharCode(27)
const BELL = String.fromCharCode(7)

/** What moves a terminal's cursor, colours its words or sets its title (ECMA-48: CSI, OSC, and two-character codes). */
const TERMINAL_CODES = new RegExp(
  `${ESCAPE}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)|[@-Z\\\\^_])`,
  'g',
)

/**
 * What a program on a host said, as text that people, terminals and Slack can show: terminal codes are taken out, a return
 * of the carriage begins a new line, and other control characters become U+FFFD.
 */
export function readable(text: string): string {
  return text
    .replaceAll(TERMINAL_CODES, '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '\uFFFD')
}
