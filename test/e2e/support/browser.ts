import { access } from 'node:fs/promises'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { idOf, type Name } from './people.ts'

/** A person's browser tab with the workspace in it; one tab can become different people. */
export interface Tab {
  readonly page: Page
  become(who: Name): Promise<void>
  /** The message in the channel that has these words in it. */
  message(words: string | RegExp): Locator
  button(action: string): Locator
  close(): Promise<void>
}

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const PATIENCE_MS = 60_000

/** The first Chromium on this machine, or undefined. */
export async function findChromium(): Promise<string | undefined> {
  for (const path of PLACES) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    )
    if (isThere) return path
  }
  return undefined
}

/** Opens the workspace in a browser without a window. */
export async function openTab(executablePath: string, pageUrl: string): Promise<Tab> {
  const browser: Browser = await chromium.launch({ executablePath, args: ARGS })
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(pageUrl)
  return {
    page,
    become: async (who) => {
      await page.selectOption('#who', idOf(who))
    },
    message: (words) => page.locator('#messages article', { hasText: words }),
    button: (action) => page.locator(`#messages [data-action-id="${action}"]`),
    close: () => browser.close(),
  }
}
