/** Long enough for a night and a time zone; whoever decides, decides on figures that are as fresh as the run asks for. */
export function clocks({ freshFor }: { readonly freshFor: string }) {
  return { voteBy: '24h', actBy: '12h', freshFor }
}

/** Where measuring itself may take hours: the rows of both sides are compared again right before the act in any case. */
export const SLOW_CLOCKS = { voteBy: '24h', actBy: '24h' } as const
