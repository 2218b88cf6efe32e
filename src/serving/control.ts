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

/** What the bot says before an answer that takes a while. */
export const wordSchema = z.object({ meanwhile: z.string() })

type Answer = (question: Question, tell: (sentence: string) => void) => Promise<string>

/** Answers the terminal: a line of JSON asks, and one answers, after any words meanwhile. Only the bot's own login can open the socket. */
export async function startControl(dataPath: string, answer: Answer): Promise<{ stop(): Promise<void> }> {
  const path = socketPath(dataPath)
  await rm(path, { force: true })
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    createInterface({ input: socket }).on('line', (line) => {
      const tell = (meanwhile: string) => void socket.write(`${JSON.stringify({ meanwhile })}\n`)
      void respond(line, answer, tell).then((reply) => socket.end(`${JSON.stringify(reply)}\n`))
    })
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
  await chmod(path, 0o600)
  return { stop: () => new Promise((resolve) => server.close(() => resolve())) }
}

async function respond(line: string, answer: Answer, tell: (sentence: string) => void): Promise<ControlAnswer> {
  try {
    return { ok: true, text: await answer(questionSchema.parse(JSON.parse(line)), tell) }
  } catch (error) {
    if (error instanceof UserError) return { ok: false, text: error.message }
    return { ok: false, text: 'Something broke on my side. The operator’s log has the details.' }
  }
}
