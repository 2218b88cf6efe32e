import { defineSubcommand, gateMeant, refuse } from '../src/kit.ts'

export default defineSubcommand({
  name: 'approve',
  usage: '[run] as=<role> [confirm=<name>] [code=<six digits>] [override="…"]',
  help: 'Approve the open gate in one of your roles.',
  run: async ({ words, options }, { runs, channel, person, via }) => {
    const run = await runs.find(words[0], channel)
    const gate = gateMeant(run)
    const role = options['as'] ?? options['role']
    if (!role)
      refuse(
        'role-missing',
        `Say in which role: /migrate approve ${run.id} as=dba. /migrate evidence ${run.id} shows what you would decide on.`,
      )
    const { reason, confirm, override } = options
    const typed = { reason, typed: confirm, override, via }
    const approve = { type: 'approve' as const, by: person, role, ...gate, ...typed }
    await runs.send(run.id, approve, options['code'])
    return { text: `Approved ${gate.step} of ${run.id} as ${role}.` }
  },
})
