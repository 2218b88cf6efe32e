/** Long enough for a night and a time zone; whoever decides, decides on figures of the last quarter of an hour. */
export const CLOCKS = { voteBy: '24h', actBy: '12h', freshFor: '15m' } as const

/** Where measuring itself may take hours: the rows of both sides are compared again right before the act in any case. */
export const SLOW_CLOCKS = { voteBy: '24h', actBy: '24h' } as const
