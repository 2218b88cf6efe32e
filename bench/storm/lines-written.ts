import { defineCheck, quote, z } from '../../src/kit.ts'

/** How many acts of this run stand in the ledger, each attempt for itself. Fewer than expected is not yet, or never. */
export const linesWritten = defineCheck({
  name: 'lines-written',
  version: 1,
  args: z.strictObject({ on: z.string(), ledger: z.string(), expected: z.int() }),
  title: ({ on }) => `What stands in the ledger on ${String(on)}`,
  measure: async ({ on, ledger }, { hosts }, { run }) => {
    const { stdout } = await hosts.ask(on, `grep -c ${quote(`^${run}-`)} ${quote(ledger)} || :`)
    return Number(stdout.trim() || 0)
  },
  judge: (lines, { expected }) => ({
    outcome: lines >= expected ? 'pass' : 'waiting',
    summary: `${lines} of ${expected} acts stand in the ledger.`,
    values: { lines },
  }),
})
