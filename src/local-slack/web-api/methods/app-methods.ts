import { isFields } from '../../fields.ts'
import { makeSecret } from '../../identifiers.ts'
import { validateBlocks } from '../../rules/validate-blocks.ts'
import { validateMessage } from '../../rules/validate-message.ts'
import { validateView } from '../../rules/validate-view.ts'
import { nestedAt } from '../arguments.ts'
import type { Methods } from '../method.ts'
import { SlackError } from '../slack-error.ts'

const validators: Record<string, (value: unknown) => { pointer: string; message: string }[]> = {
  blocks: (blocks) => validateBlocks(blocks, 'message'),
  message: (message) =>
    isFields(message) ? validateMessage(message) : [{ pointer: '', message: 'must be an object' }],
  view: validateView,
}

/** auth.test, apps.connections.open and blocks.validate. */
export const appMethods: Methods = {
  'auth.test': {
    token: 'bot',
    run: ({ workspace, address }) => ({
      url: address,
      team: workspace.team.name,
      team_id: workspace.team.id,
      user: workspace.bot.name.toLowerCase(),
      user_id: workspace.bot.userId,
      bot_id: workspace.bot.botId,
      app_id: workspace.bot.appId,
      is_enterprise_install: false,
    }),
  },
  'apps.connections.open': {
    token: 'app',
    run: ({ tickets, address }) => {
      const ticket = makeSecret()
      tickets.add(ticket)
      return { url: `${address.replace('http', 'ws')}link/?ticket=${ticket}` }
    },
  },
  'blocks.validate': {
    token: 'none',
    run: (_state, args) => {
      const kinds = Object.keys(validators).filter((kind) => args[kind] !== undefined)
      const validate = validators[kinds[0] ?? '']
      if (kinds.length !== 1 || !validate) throw new SlackError('invalid_arguments')
      const problems = validate(nestedAt(args, kinds[0] ?? '', 'invalid_blocks_format'))
      return { errors: problems.map((problem) => ({ ...problem, code: 'invalid' })) }
    },
  },
}
