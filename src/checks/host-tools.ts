import { z } from 'zod'
import type { Verdict } from '../model/check.ts'
import { defineCheck } from '../model/define-check.ts'
import type { Tools } from '../model/ports.ts'
import { quote } from '../model/shell.ts'
import { UserError } from '../model/user-error.ts'

interface Found {
  readonly host: string
  readonly missing: readonly string[]
}

/** Do the hosts answer, and do they have the programs a migration calls? */
export const hostTools = defineCheck({
  name: 'host-tools',
  version: 1,
  args: z.object({ hosts: z.array(z.object({ host: z.string(), programs: z.array(z.string()) })) }),
  title: () => 'Reach the hosts and find the programs they need',
  measure: ({ hosts }, tools) => Promise.all(hosts.map(({ host, programs }) => look(host, programs, tools))),
  judge: (found): Verdict => {
    const lacking = found.filter(({ missing }) => missing.length > 0)
    const values = Object.fromEntries(
      found.map(({ host, missing }) => [host, missing.length === 0 ? 'complete' : `without ${missing.join(', ')}`]),
    )
    if (lacking.length === 0)
      return {
        outcome: 'pass',
        summary: `${found.map(({ host }) => host).join(' and ')} answered and have every program.`,
        values,
      }
    const what = lacking.map(({ host, missing }) => `${host} has no ${missing.join(', no ')}`).join('; ')
    return {
      outcome: 'fail',
      summary: `${what}.`,
      values,
      advice: 'Nothing was changed. Install what is missing (Debian: postgresql-client, coreutils, gzip), then retry.',
    }
  },
})

async function look(host: string, programs: readonly string[], tools: Tools): Promise<Found> {
  const words = programs.map(quote).join(' ')
  const { code, stdout, stderr } = await tools.hosts.ask(
    host,
    `for p in ${words}; do command -v "$p" >/dev/null || echo "$p"; done`,
  )
  if (code !== 0) throw new UserError('host-odd', `${host} answered, but could not look for programs: ${stderr.trim()}`)
  return { host, missing: stdout.split('\n').filter(Boolean) }
}
