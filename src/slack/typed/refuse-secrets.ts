import { refuse } from '../../model/user-error.ts'

/** Told by what follows the scheme: looking for its beginning would take seconds in a long word. */
const URL_WITH_PASSWORD = /:\/\/[^\s/@:]*:[^\s/@]+@/
const TOKEN = /\b(xox[a-z]-[\w-]{10,}|gh[a-z]_\w{20,}|AKIA[0-9A-Z]{16})\b|-----BEGIN [A-Z ]*PRIVATE KEY/
const SECRET_KEY = /(password|passwd|passphrase|secret|token|api[_-]?key)$/i
const PLAIN_NAME = /^[a-z0-9]+([._-][a-z0-9]+)*$/i

/** Throws a UserError when what was typed holds a secret. The sentence never repeats the value. */
export function refuseSecrets(words: readonly string[], options: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(options)) if (isSecret(value) || isSecretFor(key, value)) refuseOne(key)
  if (words.some(isSecret)) refuseOne(undefined)
}

function isSecret(text: string): boolean {
  return URL_WITH_PASSWORD.test(text) || TOKEN.test(text)
}

/** A param such as password=… takes the name of a secret; names are plain words. */
function isSecretFor(key: string, value: string): boolean {
  return SECRET_KEY.test(key) && value !== '' && !PLAIN_NAME.test(value)
}

function refuseOne(key: string | undefined): never {
  const name = key === undefined ? 'One of the words' : key
  const example = key === undefined ? 'its name' : `${key}=<its name>`
  refuse(
    'secret-in-param',
    `${name} looks like it holds a password or token. This message may stay in Slack's history, so that secret has to be changed. Put the new one under secrets: in drover.yml and pass ${example}. Nothing was done.`,
  )
}
