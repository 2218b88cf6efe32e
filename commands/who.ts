import {
  adoptionLines,
  type Context,
  defineSubcommand,
  gateOf,
  handoverWords,
  hasBegun,
  hasEnded,
  liveStep,
  missingApprovals,
  type Run,
  refuse,
  rolesIn,
  utcWords,
  watchersOf,
} from '../src/kit.ts'

export default defineSubcommand({
  name: 'who',
  usage: '[run] [here=yes|no]',
  help: 'Who holds the roles of a run, whose decision is missing, who can be there.',
  run: async ({ words, options }, { runs, channel, people, person }) => {
    const run = await runs.find(words[0], channel)
    const word = options['here']
    if (word !== undefined) {
      const here = isYes(word)
      await runs.send(run.id, { type: 'attend', by: person, here })
      return { text: noted(run, here) }
    }
    const step = liveStep(run)
    const missing = step && run.gate && gateOf(step) ? missingApprovals(step, run.gate) : {}
    const rows = await Promise.all(
      [...new Set([...run.plan.roles, ...rolesIn(runs.policiesOf(run.plan))])].map(async (role) => [
        role,
        await members(people, role),
        missing[role] ? `${missing[role]} missing` : '-',
        ...(hasBegun(run) ? [] : [attending(run, role)]),
      ]),
    )
    return {
      text: [
        `${run.id}: driver <@${run.driver}>, started by <@${run.startedBy}>, who never approves.`,
        ...handed(run),
        ...adoptionLines(run),
        ...watched(run),
        next(run, Object.keys(missing)),
      ].join('\n'),
      table: { rows: [['Role', 'Held by', 'At the open gate', ...(hasBegun(run) ? [] : ['Can be there'])], ...rows] },
    }
  },
})

function isYes(word: string): boolean {
  if (word === 'yes' || word === 'no') return word === 'yes'
  return refuse('bad-word', `"${word}" is neither yes nor no. Write here=yes or here=no.`)
}

function noted({ id, schedule }: Run, here: boolean): string {
  const when = `when ${id} begins at ${utcWords(schedule?.startsAt ?? '')}`
  return here
    ? `Noted: you can be there ${when}. /migrate who ${id} here=no takes it back.`
    : `Noted: you cannot be there ${when}. /migrate who ${id} shows who can.`
}

function handed(run: Run): readonly string[] {
  const words = handoverWords(run)
  return words === undefined ? [] : [words]
}

function watched(run: Run): readonly string[] {
  const ids = watchersOf(run)
  return ids.length === 0 ? [] : [`Watched by ${ids.map((id) => `<@${id}>`).join(' ')}.`]
}

/** What whoever reads this can do next. */
function next(run: Run, [role]: readonly string[]): string {
  if (hasEnded(run))
    return `It has ended (${run.status}), so nobody is waited for. /migrate steps ${run.id} lists what it did.`
  return role === undefined
    ? `No decision is missing now. /migrate why ${run.id} says what it waits for.`
    : `They decide on the card, or type /migrate approve ${run.id} as=${role}. /migrate evidence ${run.id} shows on what.`
}

/** Who of a role said that they can be there. */
function attending({ schedule }: Run, role: string): string {
  const said = Object.entries(schedule?.attending ?? {}).filter(([, { roles }]) => roles.includes(role))
  const words = said.map(([id, { here }]) => (here ? `<@${id}>` : `not <@${id}>`))
  return words.length === 0 ? 'nobody said so yet' : words.join(' ')
}

async function members(people: Context['people'], role: string): Promise<string> {
  const ids = await people.membersOf(role)
  return ids.length === 0 ? 'nobody' : ids.map((id) => `<@${id}>`).join(' ')
}
