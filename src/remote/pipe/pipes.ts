import type { Hosts, PipeEnd, PipeOptions } from '../../model/ports.ts'
import { UserError } from '../../model/user-error.ts'
import type { Directory } from '../directory.ts'
import { createStreamSlots } from '../stream-slots.ts'
import { sendDirect } from './direct.ts'
import type { End } from './end.ts'
import { giveUp, privateFolder, sendFiles } from './private-folder.ts'
import { relay } from './relay.ts'

/** Streams at a time on one connection; with the questions they stay below sshd's MaxSessions of 10. */
const STREAMS = 5

/** Byte streams between hosts. A signal that fires ends both commands and rejects with its reason. */
export function createPipes(directory: Directory): Hosts['pipe'] {
  const slots = createStreamSlots(STREAMS)
  return async (source, target, options) => {
    const from = toEnd(directory, source)
    const to = toEnd(directory, target)
    const move = chooseWay(directory, from, to, options)
    const leave = await slots.enter(options.direct ? [source.host] : [source.host, target.host])
    try {
      options.signal.throwIfAborted()
      await Promise.all([
        sendFiles(from.host, from.folder, source.files ?? {}),
        sendFiles(to.host, to.folder, target.files ?? {}),
      ])
      const result = await move()
      if (result.target.code !== 0) await giveUp(to.host, to.folder)
      return result
    } catch (error) {
      await Promise.all([from, to].map((end) => giveUp(end.host, end.folder)))
      throw error
    } finally {
      leave()
    }
  }
}

function toEnd(directory: Directory, { host: name, command }: PipeEnd): End {
  const host = directory.find(name)
  return { host, command, folder: privateFolder(host) }
}

function notPaced(source: string, target: string): UserError {
  const message = `A direct stream from ${source} to ${target} goes past Drover, so Drover cannot hold it to a rate. Nothing was sent. Send it through Drover (relay=relay), or take the limit away.`
  return new UserError('direct-not-paced', message)
}

function chooseWay(directory: Directory, from: End, to: End, options: PipeOptions) {
  if (!options.direct) return () => relay(from, to, options)
  if (options.pace) throw notPaced(from.host.name, to.host.name)
  const words = directory.directWords(from.host.name, to.host.name)
  return () => sendDirect(from, to, words, options)
}
