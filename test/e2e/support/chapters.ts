import type { TestContext } from 'node:test'

/** Tells a story in chapters: tests that build on each other, of which none is tried once one has failed. */
export function chaptersOf(t: TestContext): (title: string, chapter: () => Promise<void>) => Promise<void> {
  let isBroken = false
  return async (title, chapter) => {
    await t.test(title, { skip: isBroken && 'an earlier chapter failed' }, async () => {
      isBroken = true
      await chapter()
      isBroken = false
    })
  }
}
