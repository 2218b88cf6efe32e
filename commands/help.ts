import { closest, defineSubcommand, refuse } from '../src/kit.ts'

export default defineSubcommand({
  name: 'help',
  usage: '[subcommand]',
  help: 'What can be typed.',
  run: async ({ words }, { subcommands }) => {
    const [name] = words
    if (name === undefined) {
      const rows = subcommands.map(({ name, usage, help }) => [`/migrate ${name}${usage ? ` ${usage}` : ''}`, help])
      return {
        text: 'A run id may be left out when one run is active in the channel.',
        table: { rows: [['Type', 'To'], ...rows] },
      }
    }
    const found = subcommands.find((one) => one.name === name)
    if (!found) {
      const near = closest(
        name,
        subcommands.map((one) => one.name),
      )
      refuse(
        'unknown-subcommand',
        `There is no /migrate ${name}.${near ? ` Did you mean /migrate ${near}?` : ''} /migrate help lists all.`,
      )
    }
    return { text: `/migrate ${found.name}${found.usage ? ` ${found.usage}` : ''} — ${found.help}` }
  },
})
