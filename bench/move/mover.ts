import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { HEAP } from '../../src/cli/demo/bot-process.ts'
import { LOADER, moduleFile } from '../../src/program.ts'
import { type Errand, type Told, Word } from './errand.ts'

/** Drover, started and waiting. */
export interface Mover {
  /** Carries out one move, after which it ends. Throws with its own words when it fails. */
  move(errand: Errand, say: (sentence: string) => void): Promise<Told>
}

/** Starts Drover beside the bench, whose own memory is no matter of a move. */
export async function startMover(): Promise<Mover> {
  const child = fork(moduleFile('bench/move/mover-bot'), { execArgv: [...HEAP, ...LOADER] })
  // Its first word is that its modules are there.
  await Promise.race([once(child, 'message'), once(child, 'exit').then(([code]) => Promise.reject(ended(code)))])
  return { move: (errand, say) => moveBy(child, errand, say) }
}

function moveBy(child: ChildProcess, errand: Errand, say: (sentence: string) => void): Promise<Told> {
  return new Promise((resolve, reject) => {
    child.on('message', (message) => {
      const word = Word.parse(message)
      if ('sentence' in word) say(word.sentence)
      else if ('told' in word) resolve(word.told)
      else reject(new Error(word.failed))
    })
    child.once('exit', (code) => reject(ended(code)))
    child.send(errand)
  })
}

function ended(code: unknown): Error {
  return new Error(`Drover ended with ${code} before its move was over`)
}
