import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readView } from '../../../src/remote/job/read-view.ts'

const read = (text: string) => readView(Buffer.from(text), 'mark', 0, 1000)

test('what a login prints before the mark is not part of the answer', () => {
  assert.deepEqual(read('Welcome\nmark\ndone 3\n0\n.\nlog'), {
    state: { is: 'done', code: 3 },
    log: 'log',
    nextOffset: 3,
    outputs: {},
  })
})

test('outputs are key=value lines, the last value wins, and other lines are left out', () => {
  const view = read('mark\nrunning\n0\n=rows=5\n=noise\n==x\n=rows=6\n=url=a=b\n.\n')
  assert.deepEqual(view?.outputs, { rows: '6', url: 'a=b' })
})

test('an answer that is cut or names no state is no answer', () => {
  assert.equal(read('mark\nrunning\n0\n=rows'), undefined)
  assert.equal(read('mark\nfine\n0\n.\n'), undefined)
  assert.equal(read('mark\ndone \n0\n.\n'), undefined)
  assert.equal(read('mark\nrunning\n.\n'), undefined)
  assert.equal(read('other\nrunning\n0\n.\n'), undefined)
})

test('a log that is read on from further ahead begins with its first whole line', () => {
  const view = read('mark\nrunning\n500\n.\ncut line\nnext line\n')
  assert.deepEqual({ log: view?.log, nextOffset: view?.nextOffset }, { log: '\n…\nnext line\n', nextOffset: 519 })
})

test('a log that is read on in the middle of an endless line shows nothing of it', () => {
  const view = read('mark\nrunning\n500\n.\nendless')
  assert.deepEqual({ log: view?.log, nextOffset: view?.nextOffset }, { log: '\n…', nextOffset: 507 })
})
