import { countEffects, defineSubcommand, formatCount, pointOfNoReturn, refuse } from '../src/kit.ts'

export default defineSubcommand({
  name: 'plan',
  usage: '<name> [rehearsal] [param=value…]',
  help: 'The ordered steps with their exact commands; nothing runs.',
  run: async ({ words, options }, context) => {
    const [name, kind] = words
    if (!name)
      refuse(
        'name-missing',
        'Name a migration: /migrate plan couch2pg-move source=… target=… — /migrate list shows all.',
      )
    if (kind !== undefined && kind !== 'rehearsal')
      refuse('odd-word', `"${kind}" is neither a param nor the word rehearsal. Params are written name=value.`)
    const plan = await (kind === 'rehearsal' ? context.rehearsal(name, options) : context.plan(name, options))
    const effects = countEffects(plan)
    const gone = pointOfNoReturn(plan)
    const lines = [
      `${name}: ${formatCount(plan.steps.length)} ${plan.steps.length === 1 ? 'step' : 'steps'}: ${effects['read-only']} read-only, ${effects.changing} changing, ${effects.destructive} destructive, ${effects.people} for people.`,
      gone === undefined
        ? 'Every step can be taken back.'
        : `Point of no return: step ${gone + 1} (${plan.steps[gone]?.id}).`,
      'Nothing was started.',
    ]
    return { text: lines.join(' '), plan }
  },
})
