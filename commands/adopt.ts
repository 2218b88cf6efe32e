import { bare, defineSubcommand, type Plan, type Reply, type Run } from '../src/kit.ts'

export default defineSubcommand({
  name: 'adopt',
  usage: '[run] reason="…"',
  help: 'Go on by the plan of a changed file: the driver asks, somebody else confirms.',
  run: async ({ words, options }, { runs, address, person }) => {
    const { run, said } = await address(words, options['reason'])
    const plan = runs.planToday?.(run)
    if (said.trim() === '' && run.planChange && plan) return shown(run, plan)
    const after = await runs.send(run.id, { type: 'adopt', by: person, reason: said })
    return after.adoptAsked ? { text: asked(after, after.adoptAsked.digest), plan } : { text: adopted(after) }
  },
})

/** Whoever gives no reason wants to read first. */
function shown({ id, planChange }: Run, plan: Plan): Reply {
  const text = [
    `The migration file gives the plan ${plan.digest.slice(0, 12)} for ${id} now.`,
    ...(planChange?.says ?? []),
    `Nothing was adopted. To go on by it: /migrate adopt ${id} reason="…"`,
  ].join(' ')
  return { text, plan }
}

function asked(run: Run, digest: string): string {
  const { id, plan, planChange } = run
  return [
    `You asked to move ${id} to the plan ${digest.slice(0, 12)}.`,
    ...(planChange?.says ?? []),
    `Now somebody else with ${plan.roles.join(' or ')} has to type /migrate adopt ${id} reason="…". Neither of you decides on a gate of it after that.`,
  ].join(' ')
}

function adopted(run: Run): string {
  const { id, plan, adoptions = [], hold } = run
  const by = adoptions.at(-1)?.asked
  const next = hold ? `/migrate release ${id} lets it go on` : 'It goes on after its present step'
  return `${id} goes by the plan ${plan.digest.slice(0, 12)} from here on, as <@${by?.by}> asked: ${bare(by?.reason ?? '')}. ${next}. /migrate steps ${id} lists the steps.`
}
