import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configJsonSchema, loadConfig, parseConfig } from '../../src/config/load.ts'

const GOOD = `
channels: [C0123ABCD]
roles:
  dba: { users: [U0000001] }
  data-owner: { usergroup: S0000001 }
hosts:
  old-pg: { address: 10.0.0.1, user: drover, key: /etc/drover/key, hostKey: SHA256:${'a'.repeat(43)}, jump: bastion }
  bastion: { address: bastion.example.org, user: drover, agent: true }
  here: { connect: local }
secrets:
  couch: env:COUCH_PASSWORD
migrations:
  couch2pg-move: { defaults: { sourcePort: 5433 } }
`

test('a good file gives a config with its defaults filled in', () => {
  const config = parseConfig(GOOD, 'drover.yml')
  assert.deepEqual(config.hosts['bastion'], {
    connect: 'ssh',
    address: 'bastion.example.org',
    user: 'drover',
    port: 22,
    agent: true,
  })
  assert.deepEqual(config.migrations['couch2pg-move'], { defaults: { sourcePort: '5433' }, rehearsal: {} })
  assert.deepEqual(config.operators, {})
})

const BROKEN = `
channels: []
colour: blue
roles:
  dba: {}
  owner: { users: [ann] }
hosts:
  old-pg: { address: 10.0.0.1, port: 99999, user: drover, jump: nowhere, passphrase: key-pass }
  New_PG: { connect: local }
  far: { connect: ssh, user: drover, hostKey: abc, sudo: true }
secrets:
  couch: hunter22
migrations:
  couch2pg-move: { default: {} }
`

test('every problem of a broken file is listed with its path, all at once, and no secret is repeated', () => {
  assert.throws(() => parseConfig(BROKEN, 'drover.yml'), {
    name: 'UserError',
    code: 'bad-config',
    message: [
      'drover.yml has 11 problems. Drover did not start.',
      '  channels: name at least one channel',
      '  roles/dba: nobody holds it: give it users, a usergroup or a channel',
      '  roles/owner/users/0: expected a user id such as U0123ABCD (in Slack: profile, ⋮, copy member ID)',
      '  hosts/old-pg/port: expected a port from 1 to 65535',
      '  hosts/New_PG: names are small letters, digits and hyphens, such as new-pg',
      '  hosts/far/address: missing',
      '  hosts/far/hostKey: expected a fingerprint such as ssh-keygen -lf prints: SHA256:…',
      '  hosts/far/sudo: there is no such setting',
      '  secrets/couch: expected env:NAME, file:PATH or command:PROGRAM; the secret itself never stands in this file',
      '  migrations/couch2pg-move/default: there is no such setting',
      '  colour: there is no such setting',
    ].join('\n'),
  })
})

const CROSSED = `
channels: [C0123ABCD]
roles:
  dba: { users: [U0000001] }
hosts:
  old-pg: { address: 10.0.0.1, user: drover, jump: nowhere, passphrase: key-pass, direct: { new-pg: ssh new } }
`

test('names that lead nowhere are problems too', () => {
  assert.throws(() => parseConfig(CROSSED, 'drover.yml'), {
    message: [
      'drover.yml has 3 problems. Drover did not start.',
      '  hosts/old-pg/jump: there is no host nowhere',
      '  hosts/old-pg/passphrase: there is no secret key-pass',
      '  hosts/old-pg/direct/new-pg: there is no host new-pg',
    ].join('\n'),
  })
})

test('a file that is all levels is refused in words', () => {
  assert.throws(() => parseConfig('? '.repeat(20_000), 'drover.yml'), {
    message: 'drover.yml has a problem. Drover did not start.\n  it is nested deeper than any config needs to be',
  })
})

test('an empty file says what is missing', () => {
  assert.throws(() => parseConfig('', 'drover.yml'), {
    message:
      'drover.yml has 3 problems. Drover did not start.\n  channels: missing\n  roles: missing\n  hosts: missing',
  })
})

test('one problem is one', () => {
  assert.throws(() => parseConfig(`${GOOD}\ncolour: blue\n`, 'drover.yml'), {
    message: 'drover.yml has a problem. Drover did not start.\n  colour: there is no such setting',
  })
})

test('a file that is not YAML says where', () => {
  assert.throws(
    () => parseConfig('channels: [C0123ABCD\nroles: {}\n', 'drover.yml'),
    (error: Error) => {
      assert.match(
        error.message,
        /^drover\.yml has (a problem|\d+ problems)\. Drover did not start\.\n {2}.+ at line 2, column 1/,
      )
      return true
    },
  )
})

test('a file that is only a word is no config', () => {
  assert.throws(() => parseConfig('hello', 'drover.yml'), {
    message: 'drover.yml has a problem. Drover did not start.\n  drover.yml: expected object, received string',
  })
})

test('a file that is not there is said with what to do', async () => {
  await assert.rejects(loadConfig('/nonexistent/drover.yml'), {
    code: 'no-config',
    message: 'There is no /nonexistent/drover.yml. Write one as README.md shows, or point DROVER_CONFIG to yours.',
  })
})

test('editors get a JSON Schema that knows every setting', () => {
  const text = JSON.stringify(configJsonSchema())
  for (const name of ['channels', 'roles', 'hosts', 'secrets', 'operators', 'migrations', 'hostKey'])
    assert.ok(text.includes(`"${name}"`), name)
})

test('aliases that lead nowhere or to far too much are a problem of the file', () => {
  assert.throws(() => parseConfig('channels: *gone', 'drover.yml'), {
    code: 'bad-config',
    message:
      'drover.yml has a problem. Drover did not start.\n  Unresolved alias (the anchor must be set before the alias): gone',
  })
  const grown = ['a: &a [x, x, x, x, x, x, x, x, x]', ...'bcdefg'].map((name, index) =>
    index === 0
      ? name
      : `${name}: &${name} [${Array(9)
          .fill(`*${'abcdef'[index - 1]}`)
          .join(', ')}]`,
  )
  assert.throws(() => parseConfig(grown.join('\n'), 'drover.yml'), {
    code: 'bad-config',
    message: /Excessive alias count/,
  })
})

test('of a file with very many problems the first ones are shown', () => {
  const thousand = Array.from({ length: 1000 }, (_, index) => `x${index}: 1`).join('\n')
  assert.throws(() => parseConfig(`${GOOD}${thousand}`, 'drover.yml'), {
    message: /^drover\.yml has 1000 problems\.[\s\S]*x29: there is no such setting\n {2}and 970 more$/,
  })
})

test('a host or secret that only every object has is none', () => {
  const text = GOOD.replace('jump: bastion', 'jump: constructor')
  assert.throws(() => parseConfig(text, 'drover.yml'), { message: /hosts\/old-pg\/jump: there is no host constructor/ })
})

test('a time that is none is named with its path', () => {
  for (const within of ['soon', '99999999999d'])
    assert.throws(() => parseConfig(`${GOOD}policies: { rehearsal: { within: ${within} } }`, 'drover.yml'), {
      message: /policies\/rehearsal\/within: expected a duration such as 90s, 15m, 6h or 2d$/,
    })
})

test('a setting whose name is a list is refused before anything is made of it', () => {
  assert.throws(() => parseConfig('? '.repeat(300), 'drover.yml'), {
    message:
      'drover.yml has a problem. Drover did not start.\n  the name of a setting is a list or a map; names are words',
  })
})
