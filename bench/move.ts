import type { Bench } from './bench.ts'
import { LINKS } from './move/link.ts'
import { readOptions } from './move/options.ts'
import { startPair } from './move/pair.ts'
import { SETTINGS } from './move/pair-side.ts'
import { presentOf } from './move/present.ts'
import { report } from './move/report.ts'
import { inRounds } from './move/rounds.ts'

const SERVERS = Object.entries(SETTINGS)
  .map(([name, value]) => `${name}=${value}`)
  .join(', ')

/** How long a database takes to get to another server, by hand, by others and by us, and whether it arrives whole. */
export const move: Bench = {
  name: 'move',
  summary: 'A couch2pg database moved to another server, by several methods in turns.',
  needs: `Needs PostgreSQL and OpenSSH; pgcopydb is measured where it is installed. Two real sshd and two servers on 127.0.0.1 with ${SERVERS}.`,
  options: {
    docs: 'Documents of the CouchDB database medic; 300000 when left out.',
    rounds: 'Rounds of all methods, in turns; 3 when left out.',
    link: `How fast the hosts are reached: ${LINKS.join(' or ')}; local when left out.`,
    methods: 'Methods, with commas between; all when left out.',
    streams: 'Streams of our own move at the same time; 2 when left out.',
  },
  run: async (typed, { say }) => {
    const options = readOptions(typed)
    for (const { name, what } of options.methods) say(`${name}: ${what}.`)
    const pair = await startPair(options, say)
    try {
      const methods = await presentOf(options.methods, pair, say)
      return report(await inRounds(pair, methods, options.rounds, say), options)
    } finally {
      say('Stopping and removing everything.')
      await pair.stop()
    }
  },
}
