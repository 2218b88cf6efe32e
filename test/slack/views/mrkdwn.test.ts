import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  bold,
  clampMarkup,
  code,
  join,
  lines,
  listed,
  long,
  md,
  mention,
  place,
  spoken,
  struck,
  when,
} from '../../../src/slack/views/mrkdwn.ts'

describe('mark-up', () => {
  it('escapes what is inserted, so that data cannot mention or link', () => {
    assert.equal(
      md`says ${'<!channel> & <https://evil.example|click>'}`.md,
      'says &lt;!channel&gt; &amp; &lt;https://evil.example|click&gt;',
    )
  })

  it('keeps what was already mark-up', () => {
    assert.equal(md`${md`*a*`} ${1}`.md, '*a* 1')
  })

  it('puts data on one line and leaves out what cannot be seen', () => {
    assert.equal(md`${'a\n\nb\u202Ec\u0007'}`.md, 'a bc')
  })

  it('shortens an insert with a visible sign', () => {
    const { md: text } = md`${'x'.repeat(10_000)}`
    assert.equal(text.length, 400)
    assert.equal(text.at(-1), '…')
  })

  it('counts characters after escaping and never cuts an entity', () => {
    const text = long('&'.repeat(100), 12).md
    assert.equal(text, '&amp;&amp;…')
  })

  it('lets data neither open nor close a code span', () => {
    assert.equal(code('a`b').md, '`aˋb`')
    assert.equal(md`${'`'} ${code('x')}`.md, 'ˋ `x`')
  })

  it('closes a code span and drops a mention that a cut would leave open', () => {
    assert.equal(clampMarkup('say `something long`', 12), 'say `somet…`')
    assert.equal(clampMarkup('ask <@U0ANNA> about it', 10), 'ask …')
  })

  it('keeps bold and struck text whole', () => {
    assert.equal(bold('2 * 3').md, '*2 ∗ 3*')
    assert.equal(struck('a ~ b').md, '~a ∼ b~')
    assert.equal(bold('').md, '*-*')
  })

  it('mentions people by id and shows what is no id as it is', () => {
    assert.equal(mention('U0ANNA').md, '<@U0ANNA>')
    assert.equal(mention('!channel').md, '!channel')
    assert.equal(mention('drover').md, 'Drover')
  })

  it('links channels and not direct messages', () => {
    assert.equal(place('C0OPS').md, '<#C0OPS>')
    assert.equal(place('D0X').md, 'a direct message')
  })

  it('shows an instant in the time zone of the reader, with UTC for old clients', () => {
    assert.equal(
      when('2026-11-21T03:00:00.000Z').md,
      '<!date^1795230000^{date_short_pretty}, {time}|2026-11-21 03:00 UTC>',
    )
    assert.equal(when('some day').md, 'some day')
  })

  it('joins what is there', () => {
    assert.equal(join([md`a`, undefined, md``, md`b`], ' · ').md, 'a · b')
    assert.equal(lines(md`a`, undefined, md`b`).md, 'a\nb')
    assert.equal(listed([md`a`, md`b`, md`c`]).md, 'a, b and c')
    assert.equal(listed([md`a`]).md, 'a')
    assert.equal(listed([]).md, '')
  })

  it('lets commands mention one person and format, and nothing more', () => {
    assert.equal(
      spoken('*held* by <@U0ANNA>, <!here> <#C1> & co').md,
      '*held* by <@U0ANNA>, &lt;!here&gt; &lt;#C1&gt; &amp; co',
    )
  })
})
