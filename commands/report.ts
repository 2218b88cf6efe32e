import { defineSubcommand, hasEnded } from '../src/kit.ts'

export default defineSubcommand({
  name: 'report',
  usage: '[run]',
  help: 'The signed report of a run: plan, decisions, checks, times, what is left.',
  run: async ({ words }, { runs, records, channel }) => {
    const run = await runs.find(words[0], channel)
    const { html, json } = await records.report(run.id)
    const what = hasEnded(run) ? `The report of ${run.id}` : `The report of ${run.id} so far (it is ${run.status})`
    const text = `${what}: ${html.name} for people, ${json.name} for programs. drover report verify ${html.name} proves either of them, without the bot.`
    return { text, files: [html, json] }
  },
})
