import { existsSync } from 'node:fs'
import fc from 'fast-check'
import { fill, pgpass } from '../../src/model/secret.ts'
import { quote, render, type Shell, sh } from '../../src/model/shell.ts'
import { commandLine, programLine } from '../../src/remote/remote-shell.ts'
import { answered } from './answered.ts'
import { hostileText } from './hostile.ts'
import { assertWords, runAlone } from './run-words.ts'
import { Injection, type Target, target } from './target.ts'

const SHELLS = ['sh', 'bash', 'dash'].filter((name) => existsSync(`/bin/${name}`))

/** A lone half of a character has no bytes of its own in UTF-8; what it becomes is still one word. */
const word = hostileText.map((text) => Buffer.from(text).toString())
const someWords = fc.array(word, { maxLength: 100, size: 'max' })
const batch = { inputsIn: (words: readonly unknown[]) => words.length, aboutEach: 45 }

/** Words that end up in a command, each tried in a real shell: they have to come back byte for byte. */
export const shell: readonly Target[] = [
  target(
    'a value in a command',
    fc.tuple(someWords, fc.constantFrom(...SHELLS)),
    async ([words, name]) => {
      const taken = await takenBy(words, (one) => sh`${one}`)
      assertWords(name, `printf '%s\\0' "" ${texts(taken).join(' ')}`, ['', ...taken.map(([text]) => text)])
    },
    batchOfFirst(),
  ),
  target(
    'an output of an earlier step',
    fc.tuple(someWords, fc.constantFrom(...SHELLS)),
    async ([words, name]) => {
      const taken = await takenBy(words, () => sh`${{ output: { step: 'a', key: 'b' } }}`)
      assertWords(name, `printf '%s\\0' "" ${texts(taken).join(' ')}`, ['', ...taken.map(([text]) => text)])
    },
    batchOfFirst(),
  ),
  target(
    'a command inside commands, as it goes to a host',
    someWords,
    (words) => {
      const plain = words.filter((one) => !one.includes('\0'))
      const inner = `printf '%s\\0' ${plain.map(quote).join(' ')}`
      const settings = { env: { A: plain[0] ?? '' } }
      const line = programLine(settings, 'eval "$1"; printf "%s\\0" "$A"', [quote(plain.length > 0 ? inner : ':')])
      assertWords('sh', withPath(line), [...plain, plain[0] ?? ''])
    },
    batch,
  ),
  target(
    'a command with a limit, under whatever shell the host has',
    someWords,
    (words) => {
      const plain = words.filter((one) => !one.includes('\0'))
      const line = commandLine({}, `printf '%s\\0' "" ${plain.map(quote).join(' ')}`, 100)
      assertWords('sh', withPath(line), ['', ...plain])
    },
    batch,
  ),
  target(
    'a value in a here-document, a comment, arithmetic or quotes is refused',
    templates(),
    (all) => {
      const scripts = all.flatMap(({ build, value }) => built(build, value))
      for (const name of ['sh', 'bash']) {
        const { files } = runAlone(name, 'for one; do (eval "$one") </dev/null >/dev/null 2>&1; done', scripts)
        if (files.length > 0) throw new Injection(`${name} left ${JSON.stringify(files)}`)
      }
    },
    { inputsIn: (all) => all.length, aboutEach: 20 },
  ),
  target('a password in a .pgpass line', word, (text) => {
    const [line = '', ...others] = fill(pgpass({ port: 5432, user: 'u', password: 'p' }), new Map([['p', text]])).split(
      '\n',
    )
    if (/[\0\n\r]/.test(text)) return
    const read = line.slice('*:5432:*:u:'.length).replaceAll(/\\(.)/g, '$1')
    if (read !== text || others.join('') !== '') throw new Injection(`read as ${JSON.stringify(read)}`)
  }),
]

/** Words that were taken, with what the shell is given for them; a refusal is an answer, too. */
async function takenBy(
  words: readonly string[],
  make: (word: string) => Shell,
): Promise<readonly (readonly [string, string])[]> {
  const all: (readonly [string, string])[] = []
  for (const one of words) {
    const text = await answered(() => render(sh`printf ${make(one)}`, { output: () => one }))
    if (text !== undefined) all.push([one, text.slice('printf '.length)])
  }
  return all
}

function texts(taken: readonly (readonly [string, string])[]): readonly string[] {
  return taken.map(([, text]) => text)
}

function batchOfFirst() {
  return { inputsIn: ([words]: readonly [readonly string[], string]) => words.length, aboutEach: 45 }
}

/** The lines that hosts get look for their programs themselves. */
function withPath(line: string): string {
  return `PATH=/usr/bin:/bin; export PATH; ${line}`
}

/** What an author could write around a value, wrongly too; the value creates a file when any shell gets to run it. */
function templates() {
  const around = fc.array(
    fc.constantFrom(
      ...[
        'echo ',
        ' "',
        "'",
        '"',
        '\n',
        '# note ',
        "it's",
        '$(',
        ')',
        '$((',
        '))',
        ' + ',
        '{ ',
        '; }',
        '| cat',
        "$'",
        '\\',
        '$',
      ],
      ...[
        '<<END\n',
        "<<'the end'\n",
        '<<-E-O-F\n',
        'END\n',
        'the end\n',
        '\tE-O-F\n',
        '((',
        ' && ',
        '; ',
        'x=',
        '${x:-',
        '}',
        '#',
        ' #',
      ],
    ),
    { maxLength: 8 },
  )
  const loose = fc.constantFrom(
    '$(: >loose)',
    "'; : >loose; '",
    "\\'; : >loose; #",
    '\n: >loose\n',
    'END\n: >loose\n',
    '\nthe end\n: >loose\n',
    'a[$(: >loose)]',
    '"; : >loose; "',
    '`: >loose`',
  )
  const one = fc
    .tuple(around, around, loose)
    .map(([before, after, value]) => ({ build: { before: before.join(''), after: after.join('') }, value }))
  return fc.array(one, { maxLength: 60, size: 'max' })
}

/** The command, or nothing where the author would have been told that no value goes there. */
function built({ before, after }: { before: string; after: string }, value: string): readonly string[] {
  const raw = [before, after]
  const made = Object.assign([...raw], { raw })
  try {
    return [render(sh(made, value), { output: () => undefined })]
  } catch {
    return []
  }
}
