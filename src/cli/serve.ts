import { type App, createApp } from '../app.ts'
import { loadConfig } from '../config/load.ts'
import type { Config } from '../config/schema.ts'
import { readSettings, readTokens, type Settings } from '../config/settings.ts'
import { type End, endInTurn } from '../ending.ts'
import { startControl } from '../serving/control.ts'
import { startHealth } from '../serving/health.ts'
import { answerTerminal } from './answer-terminal.ts'
import type { CliCommand, Terminal } from './terminal.ts'
import { vitalsOf } from './vitals.ts'

export const serve: CliCommand = {
  name: 'serve',
  usage: '',
  help: 'Run the bot until it is told to end.',
  run: async (_args, terminal) => {
    const settings = readSettings(terminal.env)
    const tokens = readTokens(settings)
    const config = await loadConfig(settings.configPath)
    const { dataPath, slackApiUrl, logLevel } = settings
    const app = await createApp({
      config,
      dataPath,
      tokens,
      slackApiUrl,
      logLevel,
      env: terminal.env,
      writeLog: terminal.err,
    })
    const stopped = untilSignal(terminal)
    const ends = await startAll(app, config, settings)
    app.log.info('Drover is ready', { channels: config.channels })
    await stopped
    app.log.info('Drover is ending; jobs on hosts go on', { leaves: await app.leaves() })
    await endInTurn(ends, app.log)
    app.log.info('Drover has ended')
    return 0
  },
}

/** Gives what is to be ended: first those who ask, then the bot itself, which bounds its own end. */
async function startAll(app: App, config: Config, settings: Settings): Promise<readonly End[]> {
  const control = await startControl(settings.dataPath, (question, tell) => answerTerminal(app, config, question, tell))
  await app.start()
  const health = settings.port === undefined ? undefined : await startHealth(settings.port, vitalsOf(app))
  return [
    ...(health ? [{ what: 'the answers to monitors', withinMs: 1_000, end: health.stop }] : []),
    { what: 'the answers to the terminal', withinMs: 1_000, end: control.stop },
    { what: 'the bot', withinMs: 30_000, end: app.stop },
  ]
}

function untilSignal(terminal: Terminal): Promise<void> {
  return new Promise((resolve) => terminal.onSignal(resolve))
}
