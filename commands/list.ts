import { defineSubcommand } from '../src/kit.ts'

export default defineSubcommand({
  name: 'list',
  usage: '',
  help: 'Migrations that can be started.',
  run: async (_typed, { migrations }) => {
    const rows = migrations.map(({ name, summary, roles }) => [name, summary, roles.join(', ')])
    return {
      text: 'Look before you start: /migrate plan <name>',
      table: { rows: [['Migration', 'What it does', 'Roles'], ...rows] },
    }
  },
})
