import { defineSubcommand, refuse } from '../src/kit.ts'

const OUTCOMES = ['succeeded', 'failed'] as const

export default defineSubcommand({
  name: 'resolve',
  usage: '[run] succeeded|failed reason="…"',
  help: 'Say what you saw on the host when nobody knows whether a step ran.',
  run: async ({ words, options }, { runs, channel, person }) => {
    const outcome = OUTCOMES.find((one) => words.slice(0, 2).includes(one))
    if (outcome === undefined)
      refuse(
        'outcome-missing',
        'Say what you saw: /migrate resolve <run> succeeded reason="…" or /migrate resolve <run> failed reason="…"',
      )
    const at = words.indexOf(outcome)
    const run = await runs.find(at === 0 ? undefined : words[0], channel)
    const reason = options['reason'] ?? words.slice(at + 1).join(' ')
    await runs.send(run.id, { type: 'resolve', by: person, outcome, reason })
    return { text: `${run.id}: recorded as ${outcome}, on your word.` }
  },
})
