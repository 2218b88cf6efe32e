/** The promise's outcome, or what late makes when it takes longer. The promise itself goes on unheard. */
export async function within<T>(timeoutMs: number, late: () => Error, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), timeoutMs)
  })
  try {
    return await Promise.race([promise, deadline])
  } finally {
    clearTimeout(timer)
  }
}
