import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSettings, readTokens } from '../../src/config/settings.ts'

test('an empty environment has sensible settings', () => {
  const { env: _env, ...settings } = readSettings({})
  assert.deepEqual(settings, {
    configPath: 'drover.yml',
    dataPath: './data',
    logLevel: 'info',
    port: undefined,
    slackApiUrl: undefined,
  })
})

test('every setting is taken from its variable', () => {
  const env = {
    DROVER_CONFIG: '/etc/drover.yml',
    DROVER_DATA: '/var/lib/drover',
    DROVER_LOG: 'debug',
    PORT: '8080',
    SLACK_API_URL: 'http://127.0.0.1:3000/api/',
  }
  assert.deepEqual(readSettings(env), {
    configPath: '/etc/drover.yml',
    dataPath: '/var/lib/drover',
    logLevel: 'debug',
    port: 8080,
    slackApiUrl: 'http://127.0.0.1:3000/api/',
    env,
  })
})

const BAD = [
  { env: { DROVER_LOG: 'loud' }, says: 'DROVER_LOG is "loud"; it takes debug, info, warn, error.' },
  { env: { PORT: '70000' }, says: 'PORT is "70000"; it takes a number from 0 to 65535.' },
  { env: { PORT: 'http' }, says: 'PORT is "http"; it takes a number from 0 to 65535.' },
]

for (const { env, says } of BAD) {
  test(`settings: ${says}`, () => {
    assert.throws(() => readSettings(env), { code: 'bad-setting', message: says })
  })
}

test('port 0 asks for any free port, and an empty one for none', () => {
  assert.deepEqual([readSettings({ PORT: '0' }).port, readSettings({ PORT: '' }).port], [0, undefined])
})

const TOKENS = { SLACK_BOT_TOKEN: 'xoxb-sample', SLACK_APP_TOKEN: 'xapp-sample' }

test('both tokens of Socket Mode are read', () => {
  assert.deepEqual(readTokens(readSettings(TOKENS)), { botToken: 'xoxb-sample', appToken: 'xapp-sample' })
})

const WRONG = [
  {
    env: { ...TOKENS, SLACK_BOT_TOKEN: '' },
    says: "SLACK_BOT_TOKEN is not set. Copy it from your app's settings in Slack (OAuth & Permissions, Bot User OAuth Token) into the environment, then start Drover again.",
  },
  {
    env: { SLACK_BOT_TOKEN: 'xoxb-sample' },
    says: "SLACK_APP_TOKEN is not set. Copy it from your app's settings in Slack (Basic Information, App-Level Tokens, with the scope connections:write) into the environment, then start Drover again.",
  },
  {
    env: { SLACK_BOT_TOKEN: 'xapp-sample', SLACK_APP_TOKEN: 'xoxb-sample' },
    says: "SLACK_BOT_TOKEN does not start with xoxb-, so it is another token. Copy the right one from your app's settings in Slack (OAuth & Permissions, Bot User OAuth Token).",
  },
]

for (const { env, says } of WRONG) {
  test(`tokens: ${says.split('.')[0]}`, () => {
    assert.throws(() => readTokens(readSettings(env)), { message: says })
  })
}
