import { act } from './client.js'

const commandText = (text, command) =>
  text === command || text.startsWith(`${command} `) ? text.slice(command.length).trim() : undefined

/** Sends what a person wrote in a channel or thread: a command, an invitation of the bot, or a message. */
export const say = (workspace, { as, channel, threadTs }, text) => {
  if (text.startsWith('/invite ')) return act({ do: 'invite', as, channel })
  const command = commandText(text, workspace.command)
  if (command === undefined) return act({ do: 'say', as, channel, text, ...(threadTs ? { threadTs } : {}) })
  if (!threadTs) return act({ do: 'command', as, channel, text: command })
  const mention = `@${workspace.bot.name} ${command}`
  return { ok: false, error: `${workspace.command} does not work in threads. Write ${mention} instead.` }
}
