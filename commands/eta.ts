import { bare, defineSubcommand, type Eta, etaWords, hasEnded, laterWords, type Run, utcWords } from '../src/kit.ts'

export default defineSubcommand({
  name: 'eta',
  usage: '[run]',
  help: 'How long a run still takes, what that rests on, and where it needs people.',
  run: async ({ words }, { runs, channel }) => {
    const run = await runs.find(words[0], channel)
    if (hasEnded(run))
      return {
        text: `${run.id} has ended (${run.status}). Nothing is left; /migrate steps ${run.id} says what took how long.`,
      }
    const eta = await runs.eta(run)
    const said = [when(run, eta), laterWords(eta), `/migrate why ${run.id} says what it waits for now.`]
    return { text: said.filter((line) => line !== undefined).join('\n') }
  },
})

function when(run: Run, eta: Eta): string {
  const { at, spread, rest } = etaWords(run, eta)
  const [next] = eta.people ?? []
  const what = next === undefined ? 'ends' : `needs people (${next})`
  if (eta.remainingMs === undefined) return `Nobody can tell when ${run.id} ${what}: ${bare(eta.basis)}.`
  return at === undefined
    ? `${run.id} is ${run.status}. Until it ${what}: ${rest}.`
    : `${run.id} ${what} at ${utcWords(at)}${spread === undefined ? '' : ` ${spread}`}, ${rest}.`
}
