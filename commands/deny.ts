import { defineSubcommand, refuse } from '../src/kit.ts'

export default defineSubcommand({
  name: 'deny',
  usage: '[run] as=<role> reason="…"',
  help: 'Say no at the open gate, and why.',
  run: async ({ words, options }, { runs, address, person, via }) => {
    const { run, said } = await address(words, options['reason'])
    const { gate } = run
    const role = options['as'] ?? options['role']
    if (!gate)
      refuse('gate-closed', `${run.id} is not waiting for a decision. /migrate why ${run.id} says what it waits for.`)
    if (!role)
      refuse(
        'role-missing',
        `Say in which role: /migrate deny ${run.id} as=dba. /migrate evidence ${run.id} shows what you would decide on.`,
      )
    await runs.send(run.id, {
      type: 'deny',
      by: person,
      role,
      step: gate.step,
      revision: gate.revision,
      reason: said,
      via,
    })
    return { text: `Denied ${gate.step} of ${run.id} as ${role}. The run is held.` }
  },
})
