/** Slack's special tier of chat.postMessage: about one post a second and channel, with a short burst. */
export interface PostBudget {
  /** Undefined when the post may go out, else the seconds to wait. */
  spend(channel: string): number | undefined
}

const burst = 4
const perSecond = 1

/** Starts with a full burst for every channel. */
export const createPostBudget = (nowMs: () => number = Date.now): PostBudget => {
  const buckets = new Map<string, { left: number; atMs: number }>()
  return {
    spend(channel) {
      const bucket = buckets.get(channel) ?? { left: burst, atMs: nowMs() }
      const left = Math.min(burst, bucket.left + ((nowMs() - bucket.atMs) / 1000) * perSecond)
      buckets.set(channel, { left: left >= 1 ? left - 1 : left, atMs: nowMs() })
      return left >= 1 ? undefined : Math.ceil((1 - left) / perSecond)
    },
  }
}
