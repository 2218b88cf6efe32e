/** Gives names for ids, from the workspace and the channels the person sees. */
export const createNames = (workspace, channels) => {
  const { bot, people, usergroups } = workspace
  const person = (id) => people.find((one) => one.id === id)
  return {
    user: (id) => (id === bot.userId ? bot.name : id === 'USLACKBOT' ? 'Slackbot' : person(id)?.displayName),
    channel: (id) => channels().find((one) => one.id === id)?.name,
    usergroup: (id) => usergroups.find((one) => one.id === id)?.handle,
    title: (id) => person(id)?.title ?? '',
    isBot: (id) => id === bot.userId || id === 'USLACKBOT',
    people: () => people,
    channels: () => channels().filter((one) => one.kind !== 'dm'),
  }
}
