import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillTemplate } from '../../../src/demo/runtime/go-template.ts'

const VALUE = { State: { Status: 'running', Pid: 7 }, Config: { Env: ['A=1', 'B=2'], Labels: { 'a.b': 'c' } } }

test('the forms that operators use are filled in', () => {
  assert.equal(fillTemplate('{{.State.Status}} {{ .State.Pid }}', VALUE), 'running 7')
  assert.equal(fillTemplate('{{json .State}}', VALUE), '{"Status":"running","Pid":7}')
  assert.equal(fillTemplate('{{range .Config.Env}}{{println .}}{{end}}', VALUE), 'A=1\nB=2\n')
  assert.equal(fillTemplate('{{index .Config.Labels "a.b"}}', VALUE), 'c')
  assert.equal(fillTemplate('{{.Nope.Nope}}', VALUE), '')
})
