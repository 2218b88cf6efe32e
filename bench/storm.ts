import type { Bench, Bencher, Found, Typed } from './bench.ts'
import { packageText } from './installed.ts'
import { type Compiled, compile } from './storm/compiled.ts'
import { stormOverLedgers } from './storm/ledger-laps.ts'
import { ledgerReport } from './storm/ledger-report.ts'
import { stormOverMoves } from './storm/move/laps.ts'
import { moveReport } from './storm/move/report.ts'
import { wholeNumber } from './whole-number.ts'

/** Whether anything is lost or done twice when the bot dies all the time. */
export const storm: Bench = {
  name: 'storm',
  summary: 'Ends the bot again and again at random moments, and holds its journal against what hosts saw.',
  needs: `Needs sshd, and with --move PostgreSQL. The bot is a process of its own on ${packageText('better-sqlite3')} and ${packageText('@slack/bolt')}; its jobs run over SSH on this machine.`,
  flags: {
    move: 'Storms over couch2pg-move, lap after lap on servers of its own, in place of a small migration that writes a ledger.',
  },
  options: {
    kills: 'How often the bot is ended; 100 when left out, with --move 200.',
    runs: 'Runs under way at the same time; 5 when left out. Not with --move, where one runs at a time.',
    docs: 'Documents in the database that moves; 6000 when left out. With --move only.',
    seed: 'Where chance decides; 1 when left out.',
  },
  run: async (typed, { say }) => {
    say('Compiling the bot.')
    const compiled = await compile()
    try {
      return await (typed['move'] === undefined ? overLedger : overMoves)(typed, compiled, say)
    } finally {
      await compiled.remove()
    }
  },
}

async function overLedger(typed: Typed, compiled: Compiled, say: Bencher['say']): Promise<Found> {
  const force = {
    kills: wholeNumber(typed, 'kills', 100),
    runs: wholeNumber(typed, 'runs', 5),
    seed: wholeNumber(typed, 'seed', 1),
    seconds: 1,
  }
  return ledgerReport(force, await stormOverLedgers(force, compiled.bot, say))
}

async function overMoves(typed: Typed, compiled: Compiled, say: Bencher['say']): Promise<Found> {
  const force = {
    kills: wholeNumber(typed, 'kills', 200),
    docs: wholeNumber(typed, 'docs', 6000),
    seed: wholeNumber(typed, 'seed', 1),
  }
  return moveReport(force, await stormOverMoves(force, compiled.bot, say))
}
