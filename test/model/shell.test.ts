import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { quote, render, sh, show } from '../../src/model/shell.ts'

const NASTY: Readonly<Record<string, string>> = {
  'an empty string': '',
  'a single quote': "it's",
  'nothing but quotes': `'"''""`,
  'a double quote': 'say "hi"',
  'a command substitution': '$(touch /tmp/never)',
  backticks: '`touch /tmp/never`',
  'a variable': '$HOME "$PATH"',
  'a newline': 'one\ntwo\n',
  'a tab and spaces': '\t  a  b ',
  'a semicolon and a pipe': 'a; rm -rf / | b & c',
  redirections: '> /dev/null < /dev/zero',
  globs: '* ? [a-z] {a,b} ~',
  backslashes: '\\ \\\\ \\n \\',
  'an exclamation mark': 'wow!!',
  'a hash': '# not a comment',
  unicode: 'Zürich 東京 🐂 e\u0301',
  'a carriage return': 'a\r\nb',
  'an assignment': 'A=b',
  'a very long line': 'x'.repeat(100_000),
}

const none = { output: () => undefined }
const SHELLS = ['sh', 'bash', 'dash'].filter((name) => existsSync(`/bin/${name}`) || existsSync(`/usr/bin/${name}`))

function run(shell: string, script: string): string {
  return execFileSync(shell, ['-c', script], { encoding: 'utf8' })
}

for (const shell of SHELLS)
  for (const [what, value] of Object.entries(NASTY))
    test(`${what} reaches a program as one word through ${shell}`, () => {
      const command = sh`printf '[%s]' ${value} after`
      assert.equal(run(shell, render(command, none)), `[${value}][after]`)
    })

for (const shell of SHELLS)
  test(`every printable character reaches a program through ${shell}`, () => {
    const all = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('')
    assert.equal(run(shell, render(sh`printf %s x${all}`, none)), `x${all}`)
  })

test('a value may stand right beside text', () => {
  assert.equal(render(sh`cp /srv/${'a b'}.conf --to=${'x'}`, none), "cp /srv/'a b'.conf --to=x")
})

test('words that need no quotes get none, so that plans stay readable', () => {
  assert.equal(
    render(sh`pg_dump -h ${'old-pg.example.org'} -p ${5432} ${'/srv/a_b@c+d%e^f,g=h:i'}`, none),
    'pg_dump -h old-pg.example.org -p 5432 /srv/a_b@c+d%e^f,g=h:i',
  )
})

test('a value that looks like an option is refused', () => {
  assert.throws(() => sh`ls ${'-la'}`, {
    code: 'option-in-value',
    message:
      '"-la" starts with "-", so a program would read it as an option. Type a value that does not start with "-".',
  })
})

test('a long value that looks like an option is shown shortened', () => {
  assert.throws(() => sh`ls ${'-'.repeat(5000)}`, {
    message: `"${'-'.repeat(100)}…" starts with "-", so a program would read it as an option. Type a value that does not start with "-".`,
  })
})

test('after -- a value may start with a dash', () => {
  assert.equal(run('sh', render(sh`printf %s -- ${'-n'}`, none)), '---n')
  assert.equal(render(sh`rm -- ${'-rf'}`, none), 'rm -- -rf')
})

test('the -- of an earlier command does not count', () => {
  for (const command of [
    () => sh`rm -- a; ls ${'-la'}`,
    () => sh`rm -- a && ls ${'-la'}`,
    () => sh`rm -- a | ls ${'-la'}`,
  ])
    assert.throws(command, { code: 'option-in-value' })
})

test('a value with NUL is refused', () => {
  assert.throws(() => render(sh`ls ${'a\0b'}`, none), {
    code: 'nul-in-value',
    message: 'A value holds a NUL character. Type it again without it.',
  })
})

const INSIDE_QUOTES: Readonly<Record<string, () => unknown>> = {
  'single quotes': () => sh`echo '${'x'}'`,
  'double quotes': () => sh`psql -c "select ${'x'}"`,
  'double quotes after an escaped one': () => sh`echo "say \"${'x'}\""`,
  'single quotes after an escaped one': () => sh`echo \' '${'x'}'`,
  'double quotes that hold single ones': () => sh`echo "it's ${'x'}"`,
  'double quotes in a substitution': () => sh`echo $(echo "${'x'}")`,
  'a here-document': () => sh`cat <<END
${'x'}
END`,
  'a here-document with an unusual end': () => sh`cat <<'the-end'
${'x'}
the-end`,
  'a here-document whose end is only alike': () => sh`cat <<END
	END
${'x'}
END`,
  'single quotes after a comment that holds one': () => sh`true # it's
echo 'a ${'x'}'`,
  'single quotes after a here-document that holds one': () => sh`cat <<END
it's
END
echo 'a ${'x'}'`,
  'a comment': () => sh`true # ${'x'}`,
  arithmetic: () => sh`echo $(( ${'x'} + 1 ))`,
  'quotes that know escapes, after a # inside a word': () => sh`echo \ #$'it\'s ${'x'}'`,
  'quotes that know escapes': () => sh`echo $'it\'s ${'x'}'`,
  'a dollar sign': () => sh`echo $${'x'}`,
}

for (const [what, build] of Object.entries(INSIDE_QUOTES))
  test(`a value inside ${what} is refused while the migration is read`, () => {
    assert.throws(build, {
      name: 'Error',
      message:
        'sh quotes each value itself: leave out the quotes around the inserted value, and no value goes into arithmetic, a comment or right behind $',
    })
  })

test('a value after closed quotes is fine, whatever they held', () => {
  assert.equal(render(sh`echo 'a"b' "it's" \" ${'x y'}`, none), `echo 'a"b' "it's" \\" 'x y'`)
  assert.equal(render(sh`echo "$(ls ${'a b'})"`, none), `echo "$(ls 'a b')"`)
})

test('a value after a comment or a here-document has quotes of its own, whatever those held', () => {
  assert.equal(
    render(
      sh`true # it's "fine"
${'x y'}`,
      none,
    )
      .split('\n')
      .at(-1),
    "'x y'",
  )
  const both = sh`cat <<A <<-'B C'
it's
A
	"
	B C
echo ${'x y'} $# a#'b'`
  assert.match(render(both, none), /^echo 'x y'/m)
})

test('backslashes are kept as they are typed', () => {
  assert.equal(render(sh`grep '\.sql$' ${'f'}`, none), String.raw`grep '\.sql$' f`)
})

test('a nested command is inserted as it is, and its words stay words', () => {
  const inner = sh`printf %s ${"a'b"}`
  const outer = sh`{ ${inner}; printf %s ${'$HOME'}; } | cat`
  assert.equal(run('sh', render(outer, none)), "a'b$HOME")
})

test('a reference becomes the quoted value once it is known', () => {
  const command = sh`cp ${{ output: { step: 'dump', key: 'file' } }} ${'b c'}`
  assert.equal(show(command), "cp ‹file of dump› 'b c'")
  assert.equal(render(command, { output: () => "it's" }), `cp 'it'\\''s' 'b c'`)
})

test('a reference to something that was not produced, or that looks like an option, is refused', () => {
  const command = sh`cat ${{ output: { step: 'dump', key: 'file' } }}`
  assert.throws(() => render(command, none), { message: 'dump has not produced file' })
  assert.throws(() => render(command, { output: () => '-rf' }), { code: 'option-in-value' })
  const guarded = sh`cat -- ${{ output: { step: 'dump', key: 'file' } }}`
  assert.equal(render(guarded, { output: () => '-rf' }), 'cat -- -rf')
})

test('a private file is a path on the host, and a name for people', () => {
  const command = sh`PGPASSFILE=${{ file: 'pgpass' }} psql`
  assert.equal(render(command, none), 'PGPASSFILE="$DROVER_FILES"/pgpass psql')
  assert.equal(show(command), 'PGPASSFILE=‹private file pgpass› psql')
})

test('quoting is the same for every place that needs a word', () => {
  assert.equal(quote("it's"), `'it'\\''s'`)
  assert.equal(quote(''), "''")
})
