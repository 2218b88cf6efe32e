import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { standIn } from '../../src/demo/stand-in.ts'
import { findChromium, openTab, type Tab } from './support/browser.ts'
import { chaptersOf } from './support/chapters.ts'
import { type Play, startPlay } from './support/play.ts'

const chromium = await findChromium()
const skip = chromium === undefined && 'there is no Chromium on this machine (Debian: apt-get install chromium)'

/** What a person watches takes a while: a hundred rows, then a rest. */
const SLOW_ROWS = `case "$*" in *chunks.sql*)
  PATH=\${PATH#*:} psql "$@" | awk '{ print } NR % 100 == 0 { fflush(); system("sleep 0.6") }'
  exit;;
esac`

let play: Play
let tab: Tab
before(async () => {
  if (chromium === undefined) return
  play = await startPlay({ docs: 1000 })
  await standIn(play.bed.source.host, 'psql', SLOW_ROWS)
  tab = await openTab(chromium, play.slack.pageUrl)
})
after(async () => {
  await tab?.close()
  await play?.stop()
})

test('people play the demo in a browser', { skip }, async (t) => {
  const chapter = chaptersOf(t)

  await chapter('Dina fills in the command with the button and presses Enter', async () => {
    await tab.become('dina')
    await tab.page.click('#fill')
    assert.equal(await tab.page.inputValue('#composer'), '/migrate start couch2pg-move')
    await tab.page.press('#composer', 'Enter')
    await tab.message('has started. You are its driver.').waitFor()
  })

  await chapter('Nobu, who has no role, is refused, and nobody else sees it', async () => {
    await tab.become('nobu')
    await tab.button('approve:dba').click()
    const refusal = 'Only dba can decide this as dba, and you do not hold that role.'
    await tab.message(refusal).waitFor()
    await tab.become('amina')
    await tab.button('approve:dba').waitFor()
    assert.equal(await tab.message(refusal).count(), 0)
  })

  await chapter('Amina and Joseph approve', async () => {
    await tab.button('approve:dba').click()
    await tab.message('Approved by @Amina as dba').waitFor()
    await tab.become('joseph')
    await tab.button('approve:data-owner').click()
  })

  await chapter('rows are seen to move on the run card', async () => {
    await tab
      .message(/Copy the rows.*[\d,]+ of [\d,]+ rows \(\d+ %\)/s)
      .first()
      .waitFor()
    await tab.message('Verified:').waitFor()
  })

  await chapter('Lena does the cutover in its window', async () => {
    await tab.become('amina')
    await tab.button('approve:dba').click()
    await tab.become('joseph')
    await tab.button('approve:data-owner').click()
    await tab.become('lena')
    await tab.button('approve:analytics-lead').click()
    await tab.button('done').click()
    const window = tab.page.locator('#modal[open]')
    await window.locator('[data-action-id="reason"]').fill('Superset and Klipfolio.')
    await window.locator('button[type=submit]').click()
    await tab.message('Cut over:').waitFor()
  })
})
