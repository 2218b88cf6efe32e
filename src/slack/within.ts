/** Resolves when the work has ended, well or not, or when its time is over. */
export async function within(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs)
  })
  const ended = work.then(
    () => undefined,
    () => undefined,
  )
  await Promise.race([ended, deadline])
  clearTimeout(timer)
}
