import { defineSubcommand, gateMeant, refuse } from '../src/kit.ts'

export default defineSubcommand({
  name: 'deny',
  usage: '[run] as=<role> reason="…"',
  help: 'Say no at the open gate, and why.',
  run: async ({ words, options }, { runs, address, person, via }) => {
    const { run, said } = await address(words, options['reason'])
    const gate = gateMeant(run)
    const role = options['as'] ?? options['role']
    if (!role)
      refuse(
        'role-missing',
        `Say in which role: /migrate deny ${run.id} as=dba. /migrate evidence ${run.id} shows what you would decide on.`,
      )
    await runs.send(run.id, {
      type: 'deny',
      by: person,
      role,
      ...gate,
      reason: said,
      via,
    })
    return { text: `Denied ${gate.step} of ${run.id} as ${role}. The run is held.` }
  },
})
