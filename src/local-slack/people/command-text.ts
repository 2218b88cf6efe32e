import type { Workspace } from '../workspace/workspace.ts'

interface Named {
  id: string
  label: string
  sign: '@' | '#' | '!subteam^'
}

const named = (workspace: Workspace, sign: string, name: string): Named | undefined => {
  if (sign === '#') {
    const channel = workspace.channels.find((one) => one.kind !== 'dm' && one.name === name)
    return channel && { id: channel.id, label: name, sign: '#' }
  }
  if (name.toLowerCase() === workspace.bot.name.toLowerCase()) {
    return { id: workspace.bot.userId, label: name, sign: '@' }
  }
  const person = workspace.people.find((one) => one.name === name)
  if (person) return { id: person.id, label: name, sign: '@' }
  const group = workspace.usergroups.find((one) => one.handle === name)
  return group && { id: group.id, label: `@${name}`, sign: '!subteam^' }
}

const writtenNames = /(?<![\w<|@#])([@#])([\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*)/gu

const withIds = (workspace: Workspace, text: string, write: (found: Named) => string): string =>
  text.replaceAll(writtenNames, (written: string, sign: string, name: string) => {
    const found = named(workspace, sign, name)
    return found ? write(found) : written
  })

/** A command's text with known @names and #channels as ids, as Slack sends it when `should_escape` is on. */
export const escapeCommandText = (workspace: Workspace, text: string): string =>
  withIds(workspace, text, (found) => `<${found.sign}${found.id}|${found.label}>`)

const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A person's message as Slack keeps it: markup escaped, known names as ids; ids that are there already stay. */
export const escapeMessageText = (workspace: Workspace, text: string): string =>
  text
    .split(/(<[@#!][^<>]+>)/)
    .map((part, index) =>
      index % 2 === 1 ? part : withIds(workspace, escapeMarkup(part), (found) => `<${found.sign}${found.id}>`),
    )
    .join('')
