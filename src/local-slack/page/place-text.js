const aboutChannel = (channel, bot) => {
  if (channel.isArchived) return 'This channel is archived. Nobody can write here.'
  if (channel.kind === 'dm') return ''
  const members = channel.members === 1 ? '1 member' : `${channel.members} members`
  return channel.hasBot ? members : `${members} · ${bot.name} is not here: /invite @${bot.name}`
}

/** The words over a place: its name, what is to know about it, and what the empty composer says. */
export const placeText = (place, channel, bot) => {
  if (place === 'home') return { name: `${bot.name} Home`, about: '', invitation: '' }
  const name = channel?.kind === 'dm' ? bot.name : `#${channel?.name ?? ''}`
  return { name, about: channel ? aboutChannel(channel, bot) : '', invitation: `Message ${name}` }
}
