import { App, LogLevel, SocketModeReceiver } from '@slack/bolt'
import { type LocalSlack, type LocalSlackOptions, startLocalSlack } from '../../src/local-slack/index.ts'

/** Three people and two channels, enough for every test here. */
export const workspaceOptions: LocalSlackOptions = {
  people: [
    { id: 'U0AMINA', name: 'amina', displayName: 'Amina', title: 'dba' },
    { id: 'U0JONAS', name: 'jonas', displayName: 'Jonas', title: 'data owner' },
    { id: 'U0NOROLE', name: 'noor', displayName: 'Noor' },
  ],
  channels: [
    { id: 'C0MOVES', name: 'moves' },
    { id: 'C0SMALL', name: 'small', members: ['U0AMINA'] },
  ],
  usergroups: [{ id: 'S0DBAS', handle: 'dbas', users: ['U0AMINA'] }],
}

/** A real Bolt app with two sockets against a local workspace. */
export interface BoltBot {
  slack: LocalSlack
  app: App
  stop(): Promise<void>
}

const receiver = (slack: LocalSlack): SocketModeReceiver =>
  new SocketModeReceiver({
    appToken: slack.appToken,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  })

/** The sockets that said hello and did not close since. */
const followSockets = (receivers: SocketModeReceiver[]): Set<SocketModeReceiver> => {
  const connected = new Set<SocketModeReceiver>()
  for (const receiver of receivers) {
    receiver.client.on('connected', () => connected.add(receiver))
    receiver.client.on('close', () => connected.delete(receiver))
  }
  return connected
}

/** Starts the workspace and the bot; `wire` adds the listeners. */
export const startBoltBot = async (
  wire: (app: App) => void,
  options: Partial<LocalSlackOptions> = {},
): Promise<BoltBot> => {
  const slack = await startLocalSlack({ ...workspaceOptions, ...options })
  const [first, second] = [receiver(slack), receiver(slack)]
  const connected = followSockets([first, second])
  const app = new App({
    token: slack.botToken,
    receiver: first,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true },
  })
  wire(app)
  second.init(app)
  await app.start()
  await second.start()
  return {
    slack,
    app,
    async stop() {
      // A client that is told to stop while it reconnects can end the whole process, so it may reconnect first.
      slack.faults.clear()
      await slack.waitFor(() => connected.size === 2, 60_000)
      // Stopping a receiver does not wait until its socket is closed.
      await Promise.all([first.client.disconnect(), second.client.disconnect()])
      await slack.stop()
    },
  }
}
