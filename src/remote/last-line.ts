/** The last line a program wrote on stderr, which in shells says why it gave up. */
export function lastLine(stderr: Buffer): string {
  const lines = stderr.toString('utf8').split('\n')
  return lines.map((line) => line.trim()).findLast((line) => line !== '') ?? 'no reason was given'
}
