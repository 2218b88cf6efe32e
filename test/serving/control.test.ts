import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { refuse } from '../../src/model/user-error.ts'
import { askBot } from '../../src/serving/ask-bot.ts'
import { type Question, startControl } from '../../src/serving/control.ts'
import { socketPath } from '../../src/serving/socket-path.ts'

const QUESTION = { login: 'ann', argv: ['status', 'm7f3xq'] }

function withFolder(body: (folder: string) => Promise<void>): () => Promise<void> {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drover-control-'))
    try {
      await body(folder)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
}

async function serving(
  folder: string,
  answer: (question: Question, tell: (sentence: string) => void) => Promise<string>,
  body: () => Promise<void>,
): Promise<void> {
  const control = await startControl(folder, answer)
  try {
    await body()
  } finally {
    await control.stop()
  }
}

test(
  'the terminal asks the running bot and gets its answer, line breaks and all',
  withFolder((folder) =>
    serving(
      folder,
      async ({ login, argv }) => `${login} asked\n${argv.join(' ')}`,
      async () => {
        assert.deepEqual(await askBot(folder, QUESTION), { ok: true, text: 'ann asked\nstatus m7f3xq' })
      },
    ),
  ),
)

test(
  'what the bot says meanwhile reaches the terminal before its answer',
  withFolder((folder) =>
    serving(
      folder,
      async (_question, tell) => {
        tell('Measuring old-pg and new-pg (about 10 s)…')
        return 'Run m7f3xq has started.'
      },
      async () => {
        const heard: string[] = []
        const answer = await askBot(folder, QUESTION, (sentence) => void heard.push(sentence))
        assert.deepEqual(
          [...heard, answer.text],
          ['Measuring old-pg and new-pg (about 10 s)…', 'Run m7f3xq has started.'],
        )
      },
    ),
  ),
)

test(
  'a refusal reaches the terminal as its sentence, and anything else as none of its business',
  withFolder((folder) =>
    serving(
      folder,
      async ({ argv }) => {
        if (argv[0] === 'refused') refuse('not-held', 'It is not held.')
        throw new Error('hunter22 at line 7')
      },
      async () => {
        assert.deepEqual(await askBot(folder, { ...QUESTION, argv: ['refused'] }), {
          ok: false,
          text: 'It is not held.',
        })
        assert.deepEqual(await askBot(folder, QUESTION), {
          ok: false,
          text: 'Something broke on my side. The operator’s log has the details.',
        })
      },
    ),
  ),
)

test(
  'only the login of the bot can open the socket',
  withFolder((folder) =>
    serving(
      folder,
      async () => '',
      async () => {
        assert.equal(statSync(socketPath(folder)).mode & 0o777, 0o600)
      },
    ),
  ),
)

test(
  'a socket that a crash left behind is replaced',
  withFolder(async (folder) => {
    writeFileSync(socketPath(folder), '')
    await serving(
      folder,
      async () => 'here',
      async () => {
        assert.deepEqual(await askBot(folder, QUESTION), { ok: true, text: 'here' })
      },
    )
  }),
)

test(
  'a line that is no question gets an answer, and the next one is served',
  withFolder((folder) =>
    serving(
      folder,
      async () => 'here',
      async () => {
        const socket = connect(socketPath(folder))
        socket.write('not JSON\n')
        const [said] = await once(socket.setEncoding('utf8'), 'data')
        assert.match(String(said), /^\{"ok":false/)
        socket.destroy()
        assert.deepEqual(await askBot(folder, QUESTION), { ok: true, text: 'here' })
      },
    ),
  ),
)

test(
  'without a bot the terminal says how to start one',
  withFolder(async (folder) => {
    await assert.rejects(askBot(folder, QUESTION), {
      code: 'no-bot',
      message: `No Drover is running on ${folder}. Start it with: drover serve. Or point DROVER_DATA to the folder of the one that runs.`,
    })
  }),
)
