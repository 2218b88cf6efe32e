/** What the page knows of the workspace as one person sees it. */
export const createMemory = () => {
  let channels = []
  let messages = new Map()
  let modals = []
  let home = null
  const lastRead = new Map()
  const byTs = (a, b) => (a.ts < b.ts ? -1 : 1)
  const all = () => [...messages.values()].sort(byTs)
  return {
    take(news) {
      if (news.isWhole) messages = new Map()
      channels = news.channels
      modals = news.modals
      home = news.home
      for (const message of news.messages) messages.set(`${message.channel} ${message.ts}`, message)
      for (const { channel, ts } of news.removals) messages.delete(`${channel} ${ts}`)
    },
    forget() {
      messages = new Map()
      lastRead.clear()
    },
    channels: () => channels,
    modals: () => modals,
    home: () => home,
    inChannel: (channel) =>
      all().filter((message) => message.channel === channel && (!message.threadTs || message.isBroadcast)),
    inThread: (channel, ts) =>
      all().filter((message) => message.channel === channel && (message.ts === ts || message.threadTs === ts)),
    /** From here on what stands in the channel counts as read. */
    read(channel) {
      lastRead.set(
        channel,
        all()
          .filter((message) => message.channel === channel)
          .at(-1)?.ts ?? '0',
      )
    },
    /** How many messages came since the channel was read; what was there at first counts as read. */
    unread(channel) {
      if (!lastRead.has(channel)) this.read(channel)
      return all().filter(
        (message) => message.channel === channel && !message.threadTs && message.ts > lastRead.get(channel),
      ).length
    },
  }
}
