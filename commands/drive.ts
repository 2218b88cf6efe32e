import { defineSubcommand, type Run, refuse } from '../src/kit.ts'

export default defineSubcommand({
  name: 'drive',
  usage: '[run] [to=@person] note="…"',
  help: 'Take over steering a run, or hand it over; the note says how things stand.',
  run: async ({ words, options }, { runs, address, person }) => {
    const { run, said } = await address(words, options['note'] ?? options['reason'])
    const to = options['to'] === undefined ? person.id : personIn(options['to'], run)
    if (to === run.driver) return { text: alreadyDrives(run, person.id) }
    await runs.send(run.id, { type: 'drive', by: person, from: run.driver, to, note: said })
    return { text: to === person.id ? tookOver(run) : handedOver(run, to) }
  },
})

function personIn(text: string, { id }: Run): string {
  if (/^[UW][A-Z0-9]+$/.test(text)) return text
  return refuse(
    'no-such-person',
    `"${text}" is nobody that Slack knows. Type @ and choose them from the list: /migrate drive ${id} to=@… note="…". Nothing was changed.`,
  )
}

function alreadyDrives({ id, driver }: Run, asker: string): string {
  const who = driver === asker ? 'You already drive' : `<@${driver}> already drives`
  return `${who} ${id}, so nothing was changed. /migrate why ${id} says what it waits for.`
}

function tookOver({ id, driver, startedBy }: Run): string {
  return `You drive ${id} now; <@${driver}> is told, with your note. <@${startedBy}>, who started it, still never approves. /migrate why ${id} says what it waits for.`
}

function handedOver({ id, startedBy }: Run, to: string): string {
  return `<@${to}> drives ${id} now and is told, with your note. <@${startedBy}>, who started it, still never approves. /migrate watch ${id} keeps you told.`
}
