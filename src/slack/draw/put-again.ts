import type { Letter, Mailroom } from '../../model/mailroom.ts'

/** Puts a letter that is not there. One that Slack refused is put so that it is tried again. */
export function putMissing(letter: Letter, mailroom: Mailroom): void {
  const known = mailroom.find(letter.key)
  if (!known) mailroom.put(letter)
  else if (known.refused !== undefined) putAgain(letter, mailroom)
}

/** Puts a letter as it is now, also when Slack refused just that. */
export function putAgain(letter: Letter, mailroom: Mailroom): void {
  const known = mailroom.find(letter.key)
  // A refused letter is tried again when its content changes: one more space is a change that nobody sees.
  const isStuck = known?.refused !== undefined && known.text === letter.text
  mailroom.put(isStuck ? { ...letter, text: `${letter.text} ` } : letter)
}
