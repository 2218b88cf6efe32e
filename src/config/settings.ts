import { refuse } from '../model/user-error.ts'

/** What the environment says; see README. Nothing but main reads process.env. */
export interface Settings {
  readonly configPath: string
  readonly dataPath: string
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
  readonly port: number | undefined
  readonly slackApiUrl: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
}

const LEVELS = ['debug', 'info', 'warn', 'error'] as const

export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const level = LEVELS.find((name) => name === (env['DROVER_LOG'] ?? 'info'))
  if (!level) refuse('bad-setting', `DROVER_LOG is "${env['DROVER_LOG']}"; it takes ${LEVELS.join(', ')}.`)
  return {
    configPath: env['DROVER_CONFIG'] ?? 'drover.yml',
    dataPath: env['DROVER_DATA'] ?? './data',
    logLevel: level,
    port: portFrom(env['PORT']),
    slackApiUrl: env['SLACK_API_URL'],
    env,
  }
}

/** The two tokens of Socket Mode. Throws a UserError that says where each one comes from. */
export function readTokens({ env }: Settings): { readonly botToken: string; readonly appToken: string } {
  return {
    botToken: token(env, 'SLACK_BOT_TOKEN', 'xoxb-', 'OAuth & Permissions, Bot User OAuth Token'),
    appToken: token(
      env,
      'SLACK_APP_TOKEN',
      'xapp-',
      'Basic Information, App-Level Tokens, with the scope connections:write',
    ),
  }
}

function token(env: Readonly<Record<string, string | undefined>>, name: string, prefix: string, where: string): string {
  const value = env[name]
  if (!value)
    refuse(
      'no-token',
      `${name} is not set. Copy it from your app's settings in Slack (${where}) into the environment, then start Drover again.`,
    )
  if (!value.startsWith(prefix))
    refuse(
      'bad-token',
      `${name} does not start with ${prefix}, so it is another token. Copy the right one from your app's settings in Slack (${where}).`,
    )
  return value
}

function portFrom(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    refuse('bad-setting', `PORT is "${text}"; it takes a number from 0 to 65535.`)
  return port
}
