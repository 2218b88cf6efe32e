import { defineSubcommand, type Finding } from '../src/kit.ts'

export default defineSubcommand({
  name: 'doctor',
  usage: '',
  help: 'Can the bot reach its hosts; are secrets and holders of roles there.',
  run: async (_, { examine }) => {
    const findings = await examine()
    const bad = findings.filter(({ ok }) => !ok).length
    return {
      text:
        bad === 0
          ? `All ${findings.length} that were looked at are in order. ${MORE}`
          : `${bad} of ${findings.length} need attention. ${MORE}`,
      table: { rows: [['What', 'State', 'Seen'], ...worstFirst(findings).map(row)] },
    }
  },
})

const MORE = 'On its machine, drover doctor also looks at tokens, scopes, channels and the databases of a migration.'

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings.filter(({ ok }) => !ok), ...findings.filter(({ ok }) => ok)]
}

function row({ what, ok, said }: Finding): readonly string[] {
  return [what, ok ? 'in order' : 'needs attention', said]
}
