import { digest } from '../model/json.ts'

/** A plain file name for any table's name, with what is special in percent signs and hex, and a digest when it is too long. */
export function fileNameOf(table: string): string {
  const name = [...Buffer.from(table)].map(plainByte).join('')
  return name.length <= 200 ? `${name}.tsv` : `${name.slice(0, 180)}.${digest(table).slice(0, 12)}.tsv`
}

function plainByte(byte: number): string {
  const character = String.fromCharCode(byte)
  return /[A-Za-z0-9_.]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
}
