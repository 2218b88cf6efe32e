import { chromium, type Page } from 'playwright-core'
import { CHANNEL, holderOf } from '../../src/cli/demo/people.ts'

/** Tall enough that nothing scrolls out of the picture. */
const VIEWPORT = { width: 900, height: 1600 }
const SHARPNESS = 2
const MARGIN = 16
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']

/** The local Slack in a browser, as the dba sees the channel. */
export interface OpenPage {
  /** Writes a PNG of the channel's name and its messages. */
  photograph(path: string): Promise<void>
  close(): Promise<void>
}

/** Opens the page. The browser is the machine's own: playwright-core brings none. */
export async function openPage(browserPath: string, pageUrl: string): Promise<OpenPage> {
  const browser = await chromium.launch({ executablePath: browserPath, args: ARGS })
  const page = await browser.newPage({ viewport: VIEWPORT, deviceScaleFactor: SHARPNESS })
  await page.goto(`${pageUrl}?as=${holderOf('dba')}#${CHANNEL.id}`)
  return {
    async photograph(path) {
      // The page hears of a change a moment after the workspace has it.
      await page.locator('article').filter({ hasText: 'The checks were measured again' }).waitFor()
      await page.locator('article').filter({ hasText: 'Copy the rows —' }).waitFor()
      await page.screenshot({ path, clip: await clipOf(page), animations: 'disabled' })
    },
    close: () => browser.close(),
  }
}

/** From the channel's name down to the last message, without the sidebar and the composer. */
async function clipOf(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const top = await page.locator('#place').boundingBox()
  const last = await page.locator('#messages article').last().boundingBox()
  if (!top || !last) throw new Error('the page shows no messages')
  return { x: top.x, y: top.y, width: top.width, height: last.y + last.height + MARGIN - top.y }
}
