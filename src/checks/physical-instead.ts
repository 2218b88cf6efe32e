/** What to do where files cannot move: the way that asks less of both servers. */
export const INSTEAD = 'Start again with method=stream.'
