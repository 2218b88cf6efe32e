import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { z } from 'zod'
import { SLACK_EVENTS } from '../src/slack/bolt.ts'

const root = process.cwd()

const Manifest = z.looseObject({
  display_information: z.strictObject({
    name: z.string().max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.looseObject({
    app_home: z.looseObject({ home_tab_enabled: z.boolean(), messages_tab_enabled: z.boolean() }),
    bot_user: z.looseObject({ display_name: z.string().max(80) }),
    slash_commands: z.array(
      z.strictObject({
        command: z.string().regex(/^\/[a-z]{1,31}$/),
        description: z.string(),
        usage_hint: z.string(),
        should_escape: z.boolean(),
      }),
    ),
  }),
  oauth_config: z.strictObject({
    scopes: z.strictObject({ bot: z.array(z.string()), bot_optional: z.array(z.string()) }),
  }),
  settings: z.looseObject({
    event_subscriptions: z.strictObject({ bot_events: z.array(z.string()) }),
    interactivity: z.strictObject({ is_enabled: z.literal(true) }),
    socket_mode_enabled: z.literal(true),
  }),
})

/** Scopes that each Web API method takes, from https://docs.slack.dev/reference/methods; `optional` ones may be refused. */
const METHODS: Readonly<Record<string, { scopes: readonly string[]; optional?: true }>> = {
  'auth.test': { scopes: [] },
  'chat.delete': { scopes: ['chat:write'] },
  'chat.postEphemeral': { scopes: ['chat:write'] },
  'chat.postMessage': { scopes: ['chat:write'] },
  'chat.update': { scopes: ['chat:write'] },
  'conversations.history': { scopes: ['channels:history', 'groups:history', 'im:history'], optional: true },
  'conversations.info': { scopes: ['channels:read', 'groups:read'] },
  'conversations.members': { scopes: ['channels:read', 'groups:read'] },
  'conversations.open': { scopes: ['im:write'] },
  'conversations.replies': { scopes: ['channels:history', 'groups:history', 'im:history'], optional: true },
  'files.delete': { scopes: ['files:write'] },
  filesUploadV2: { scopes: ['files:write'] },
  'usergroups.users.list': { scopes: ['usergroups:read'], optional: true },
  'users.info': { scopes: ['users:read'] },
  'views.open': { scopes: [] },
  'views.publish': { scopes: [] },
  'views.update': { scopes: [] },
}

/** Scopes for what Slack sends us without being asked. */
const RECEIVING = ['app_mentions:read', 'commands']

const manifest = Manifest.parse(parse(readFileSync(join(root, 'manifest.yml'), 'utf8')))

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
}

function methodsInCode(): readonly string[] {
  const code = sources(join(root, 'src/slack')).join('\n')
  const called = [...code.matchAll(/client\s*\.([a-z]+(?:\.[a-z]+)*(?:\.[a-zA-Z]+)|filesUploadV2)\(/g)].map(
    ([, name]) => name,
  )
  const named = [...code.matchAll(/'((?:chat|conversations|views|files|users|usergroups)\.[a-zA-Z.]+)'/g)].map(
    ([, name]) => name,
  )
  return [...new Set([...called, ...named].flatMap((name) => (name ? [name] : [])))].sort()
}

test('every Web API method that the code calls is in the table of scopes, and no other', () => {
  assert.deepEqual(methodsInCode(), Object.keys(METHODS).sort())
})

test('the manifest asks for exactly the scopes that the code needs', () => {
  const needed = Object.values(METHODS).filter(({ optional }) => !optional)
  const scopes = [...new Set([...RECEIVING, ...needed.flatMap(({ scopes: own }) => own)])].sort()
  assert.deepEqual(manifest.oauth_config.scopes.bot, scopes)
})

test('scopes that the bot can do without are optional', () => {
  const optional = Object.values(METHODS).filter((method) => method.optional)
  const scopes = [...new Set(optional.flatMap(({ scopes: own }) => own))].sort()
  assert.deepEqual(manifest.oauth_config.scopes.bot_optional, scopes)
})

test('the manifest subscribes to exactly the events that the code listens to', () => {
  assert.deepEqual(manifest.settings.event_subscriptions.bot_events, [...SLACK_EVENTS].sort())
})

test('the manifest has the one command, with names of people and channels as ids', () => {
  assert.deepEqual(
    manifest.features.slash_commands.map(({ command, should_escape }) => [command, should_escape]),
    [['/migrate', true]],
  )
})

test('App Home and messages to the bot are on, since cards and answers go there', () => {
  const { home_tab_enabled: home, messages_tab_enabled: messages } = manifest.features.app_home
  assert.deepEqual([home, messages], [true, true])
})
