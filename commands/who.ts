import { type Context, defineSubcommand, gateOf, liveStep, missingApprovals } from '../src/kit.ts'

export default defineSubcommand({
  name: 'who',
  usage: '[run]',
  help: 'Who holds the roles of a run, and whose decision is missing.',
  run: async ({ words }, { runs, channel, people }) => {
    const run = await runs.find(words[0], channel)
    const step = liveStep(run)
    const missing = step && run.gate && gateOf(step) ? missingApprovals(step, run.gate) : {}
    const rows = await Promise.all(
      run.plan.roles.map(async (role) => [
        role,
        await members(people, role),
        missing[role] ? `${missing[role]} missing` : '-',
      ]),
    )
    return {
      text: `${run.id}: driver <@${run.driver}>, started by <@${run.startedBy}>, who never approves.`,
      table: { rows: [['Role', 'Held by', 'At the open gate'], ...rows] },
    }
  },
})

async function members(people: Context['people'], role: string): Promise<string> {
  const ids = await people.membersOf(role)
  return ids.length === 0 ? 'nobody' : ids.map((id) => `<@${id}>`).join(' ')
}
