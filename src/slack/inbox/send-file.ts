import type { TextFile } from '../../model/records.ts'
import type { Desk } from './desk.ts'

/** A file that an answer brings along, in the person's messages with the bot: nobody else sees it. */
export function sendFile(file: TextFile, userId: string, { mailroom, poke }: Desk): void {
  mailroom.putMissing({ key: `file-${file.name}/dm/${userId}`, channel: userId, text: file.name, blocks: [], file })
  poke()
}
