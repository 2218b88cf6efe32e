import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { refuse } from '../model/user-error.ts'
import { answerSchema, type ControlAnswer, type Question, wordSchema } from './control.ts'
import { socketPath } from './socket-path.ts'

/** Asks the bot that runs beside, or says that none does. `tell` hears what it says before an answer that takes a while. */
export async function askBot(
  dataPath: string,
  question: Question,
  tell: (sentence: string) => void = () => undefined,
): Promise<ControlAnswer> {
  const socket = connect(socketPath(dataPath))
  try {
    await new Promise<void>((resolve, reject) => socket.once('connect', () => resolve()).once('error', reject))
  } catch {
    refuse(
      'no-bot',
      `No Drover is running on ${dataPath}. Start it with: drover serve. Or point DROVER_DATA to the folder of the one that runs.`,
    )
  }
  const lines = createInterface({ input: socket })
  // A bot that dies before it has read the question resets the socket; the lines alone would never end then.
  socket.on('error', () => lines.close())
  socket.write(`${JSON.stringify(question)}\n`)
  for await (const line of lines) {
    const word = wordSchema.safeParse(JSON.parse(line))
    if (!word.success) return answerSchema.parse(JSON.parse(line))
    tell(word.data.meanwhile)
  }
  return refuse('bot-gone', 'Drover went away before it answered. Nothing is lost; ask again.')
}
