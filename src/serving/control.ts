import { chmod, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { UserError } from '../model/user-error.ts'
import { socketPath } from './socket-path.ts'

/** One question of the terminal: an operation and its words. */
export const questionSchema = z.object({ login: z.string(), argv: z.array(z.string()) })
export type Question = z.infer<typeof questionSchema>

export const answerSchema = z.object({ ok: z.boolean(), text: z.string() })
export type ControlAnswer = z.infer<typeof answerSchema>

/** Answers the terminal, one line of JSON each way. Only the bot's own login can open the socket. */
export async function startControl(
  dataPath: string,
  answer: (question: Question) => Promise<string>,
): Promise<{ stop(): Promise<void> }> {
  const path = socketPath(dataPath)
  await rm(path, { force: true })
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    createInterface({ input: socket }).on('line', (line) => {
      void respond(line, answer).then((reply) => socket.end(`${JSON.stringify(reply)}\n`))
    })
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
  await chmod(path, 0o600)
  return { stop: () => new Promise((resolve) => server.close(() => resolve())) }
}

async function respond(line: string, answer: (question: Question) => Promise<string>): Promise<ControlAnswer> {
  try {
    return { ok: true, text: await answer(questionSchema.parse(JSON.parse(line))) }
  } catch (error) {
    if (error instanceof UserError) return { ok: false, text: error.message }
    return { ok: false, text: 'Something broke on my side. The operator’s log has the details.' }
  }
}
