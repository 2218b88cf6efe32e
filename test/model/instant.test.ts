import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantOf } from '../../src/model/instant.ts'

const READ: readonly (readonly [string, string | undefined, string])[] = [
  ['2026-12-05 22:00', 'Africa/Nairobi', '2026-12-05T19:00:00.000Z'],
  ['2026-12-05 22:00', undefined, '2026-12-05T22:00:00.000Z'],
  ['2026-12-05T22:00', 'Asia/Kathmandu', '2026-12-05T16:15:00.000Z'],
  ['2026-12-05T22:00+03:00', undefined, '2026-12-05T19:00:00.000Z'],
  ['2026-12-05 22:00:00-0930', undefined, '2026-12-06T07:30:00.000Z'],
  ['2026-12-05T22:00Z', undefined, '2026-12-05T22:00:00.000Z'],
  ['2026-07-05 22:00', 'Europe/Berlin', '2026-07-05T20:00:00.000Z'],
  ['2026-03-29 03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ['2026-12-05 22:00', 'Pacific/Kiritimati', '2026-12-05T08:00:00.000Z'],
]

for (const [text, zone, instant] of READ)
  test(`${text} ${zone ?? 'without a zone'} is ${instant}`, () => {
    assert.equal(instantOf(text, zone), instant)
  })

const EXAMPLE = 'Write at="2026-12-05 22:00" zone=Africa/Nairobi, or at=2026-12-05T22:00+03:00.'
const REFUSED: readonly (readonly [string, string | undefined, string])[] = [
  ['tomorrow', undefined, `"tomorrow" is no instant. ${EXAMPLE}`],
  ['', undefined, `"" is no instant. ${EXAMPLE}`],
  ['2026-12-05', undefined, `"2026-12-05" is no instant. ${EXAMPLE}`],
  ['05/12/2026 22:00', undefined, `"05/12/2026 22:00" is no instant. ${EXAMPLE}`],
  ['2026-12-05 22:00:30', undefined, `"2026-12-05 22:00:30" is no instant. ${EXAMPLE}`],
  ['2026-12-05T22:00+26:00', undefined, `There is no offset +26:00. ${EXAMPLE}`],
  ['2026-02-30 22:00', undefined, 'The clocks of UTC never show 2026-02-30 22:00. Choose another time.'],
  ['2026-02-30 22:00+03:00', undefined, 'The clocks of UTC never show 2026-02-30 22:00. Choose another time.'],
  ['2026-12-05 25:00', undefined, 'The clocks of UTC never show 2026-12-05 25:00. Choose another time.'],
  [
    '2026-03-29 02:30',
    'Europe/Berlin',
    'The clocks of Europe/Berlin never show 2026-03-29 02:30. Choose another time.',
  ],
  [
    '2026-10-25 02:30',
    'Europe/Berlin',
    'The clocks of Europe/Berlin show 2026-10-25 02:30 twice, since they are put back then. Say which with an offset: at=2026-10-25T02:30Z is the time in UTC.',
  ],
  ['2026-12-05 22:00', 'EAT+3', 'There is no time zone EAT+3. Write one such as Africa/Nairobi.'],
  [
    '2026-12-05T22:00Z',
    'Africa/Nairobi',
    '2026-12-05T22:00Z says its zone already, and zone=Africa/Nairobi says another one. Give one of them.',
  ],
]

for (const [text, zone, says] of REFUSED)
  test(`"${text}" ${zone ?? 'without a zone'} is refused`, () => {
    assert.throws(() => instantOf(text, zone), { name: 'UserError', message: says })
  })
