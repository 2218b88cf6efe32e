import { defineSubcommand, refuse } from '../src/kit.ts'

export default defineSubcommand({
  name: 'resolve',
  usage: '[run] succeeded|failed reason="…"',
  help: 'Say what you saw on the host when nobody knows whether a step ran.',
  run: async ({ words, options }, { runs, channel, person }) => {
    const outcome = words.find((word) => word === 'succeeded' || word === 'failed')
    if (outcome === undefined)
      refuse(
        'outcome-missing',
        'Say what you saw: /migrate resolve <run> succeeded reason="…" or /migrate resolve <run> failed reason="…"',
      )
    const run = await runs.find(words[0] === outcome ? undefined : words[0], channel)
    await runs.send(run.id, { type: 'resolve', by: person, outcome, reason: options['reason'] ?? '' })
    return { text: `${run.id}: recorded as ${outcome}, on your word.` }
  },
})
