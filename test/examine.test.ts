import assert from 'node:assert/strict'
import { test } from 'node:test'
import { examineRoles, findingOf } from '../src/examine.ts'
import { peopleOf } from './engine/scene.ts'

test('a role that nobody holds needs attention', async () => {
  assert.deepEqual(await examineRoles(peopleOf({ dba: ['U1', 'U2'], owner: [] }), ['dba', 'owner']), [
    { what: 'role dba', ok: true, said: '<@U1> <@U2>' },
    { what: 'role owner', ok: false, said: 'nobody holds it, so nothing that asks for it can go on' },
  ])
})

test('what could not be looked at needs attention, with what was said', async () => {
  const finding = await findingOf('host old', () => Promise.reject(new Error('old does not answer.')))
  assert.deepEqual(finding, { what: 'host old', ok: false, said: 'old does not answer.' })
})
