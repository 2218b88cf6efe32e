/** What a stand-in command prints and its exit code. */
export interface Result {
  stdout?: string
  stderr?: string
  code?: number
}

/** Prints the result and ends the process with its code. */
export function finish({ stdout = '', stderr = '', code = 0 }: Result): void {
  process.stdout.write(stdout)
  process.stderr.write(stderr)
  process.exitCode = code
}
