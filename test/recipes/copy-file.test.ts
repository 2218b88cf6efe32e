import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PipeEnd } from '../../src/model/ports.ts'
import { copyFile } from '../../src/recipes/copy-file.ts'
import { fakeTools } from '../checks/fake-tools.ts'
import { actionContext, piped } from './action-context.ts'

const PATH = '/var/tmp/drover/cht.tar.gz'
const GOOD = 'a'.repeat(64)

/** A target that holds so much of the file, of which the whole would have this hash. */
async function copy({ have = 0, arrived = false, hash = GOOD, end = piped(100) }) {
  const asked: string[] = []
  const pipes: { source: PipeEnd; target: PipeEnd }[] = []
  const context = actionContext()
  const tools = fakeTools({
    ask: (_host, command) => {
      asked.push(command)
      if (command.includes('sha256sum'))
        return command.includes('.part') ? `${hash}  -\n` : arrived ? `${GOOD}  -\n` : ''
      return command.includes('stat') ? `${have}\n` : ''
    },
    pipe: (source, target, options) => {
      pipes.push({ source, target })
      options.onBytes(100)
      return end
    },
  })
  const { args } = copyFile({
    source: 'old-pg',
    target: 'new-pg',
    path: PATH,
    bytes: 1000,
    sha256: GOOD,
    direct: false,
  })
  const outputs = await copyFile.registered.run(args, tools, context).catch((error: Error) => error.message)
  return { asked, pipes, outputs, reports: context.reports }
}

test('a file is sent as a piece and taken over when its hash is the one of the source', async () => {
  const { asked, pipes, outputs } = await copy({})
  assert.deepEqual(outputs, { bytes: 1000, sha256: GOOD })
  assert.equal(pipes[0]?.source.command, `tail -c +1 ${PATH}`)
  assert.equal(pipes[0]?.target.command, `umask 077; mkdir -p /var/tmp/drover; cat >> ${PATH}.part`)
  assert.equal(asked.at(-1), `mv -- ${PATH}.part ${PATH}`)
})

test('after a cut it goes on where the piece on the target ends', async () => {
  const { pipes, reports } = await copy({ have: 400 })
  assert.equal(pipes[0]?.source.command, `tail -c +401 ${PATH}`)
  assert.deepEqual(reports, [{ done: 500, total: 1000, unit: 'bytes' }])
})

test('a file that is there already is not sent again', async () => {
  const { pipes, outputs } = await copy({ arrived: true })
  assert.deepEqual([pipes, outputs], [[], { bytes: 1000, sha256: GOOD }])
})

test('a stream that was cut keeps what arrived', async () => {
  const { asked, outputs } = await copy({ end: piped(50, { source: [255, 'connection reset\n'] }) })
  assert.equal(
    outputs,
    `${PATH} did not arrive whole on new-pg. What arrived stays there, and a retry goes on from it.\nconnection reset`,
  )
  assert.ok(!asked.some((command) => /^(mv|rm)/.test(command)))
})

test('a file with another hash is thrown away and never taken over', async () => {
  const { asked, outputs } = await copy({ hash: 'b'.repeat(64) })
  assert.equal(
    outputs,
    `${PATH} on new-pg did not have the SHA-256 of the source and was thrown away. The source's file is still good; a retry sends it again.`,
  )
  assert.equal(asked.at(-1), `rm -f -- ${PATH}.part`)
})
