/** Does the work for all items of one turn of the event loop at once. Each promise resolves when the work is done. */
export function createBatch<Item>(work: (items: readonly Item[]) => void): (item: Item) => Promise<void> {
  const waiting: { readonly item: Item; readonly done: () => void }[] = []
  const workOnAll = (): void => {
    const batch = waiting.splice(0)
    work(batch.map(({ item }) => item))
    for (const { done } of batch) done()
  }
  return (item) =>
    new Promise((done) => {
      waiting.push({ item, done })
      if (waiting.length === 1) setImmediate(workOnAll)
    })
}
