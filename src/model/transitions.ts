import type { RunStatus } from './run.ts'

type Moves = Readonly<Partial<Record<RunStatus, string>>>

/** Every legal move of a run's status, with the one sentence that says when it happens. All other moves are refused. */
export const TRANSITIONS: Readonly<Record<RunStatus, Moves>> = Object.freeze({
  scheduled: {
    running: 'its instant came',
    held: 'somebody asked to hold, or its instant was missed',
    aborted: 'somebody gave it up',
  },
  running: {
    waiting: 'the next step needs people or time',
    holding: 'somebody asked to hold while a step acts on a host, or its disk was about to fill',
    held: 'somebody asked to hold while nothing acts on a host',
    failed: 'a step ended badly or its evidence did not pass',
    uncertain: 'a job is gone and left no exit code',
    'rolling-back': 'somebody asked to take the run back while evidence was measured',
    succeeded: 'the last step ended well',
    aborted: 'its jobs were stopped after somebody gave it up',
  },
  waiting: {
    running: 'the people decided, the hand work is done, the time is over, or the evidence is being measured again',
    held: 'somebody asked to hold, or a gate was denied or its vote ran out',
    failed: 'a soak or fresh evidence did not pass',
    'rolling-back': 'somebody asked to take the run back',
    'rolled-back': 'somebody asked to take the run back and there was nothing to undo',
    aborted: 'somebody gave it up',
  },
  holding: {
    held: 'the step that was acting ended, or rests in the middle',
    running: 'somebody released it before the step ended or rested',
    failed: 'the step that was acting ended badly',
    uncertain: 'the job of the step is gone and left no exit code',
    'rolling-back': 'somebody released a rollback before the undo, or the act before it, ended',
    aborted: 'its jobs were stopped after somebody gave it up',
  },
  held: {
    scheduled: 'somebody released it before its instant',
    running: 'somebody released it',
    waiting: 'somebody released it and the step needs people or time',
    failed: 'evidence that was being measured did not pass',
    'rolling-back': 'somebody asked to take it back, or released a rollback',
    aborted: 'somebody gave it up',
  },
  failed: {
    running: 'somebody asked to retry, or skipped the step',
    waiting: 'the step was retried or skipped and what follows needs people or time',
    held: 'the step was skipped while somebody held the run',
    holding: 'the step was retried while somebody held the run',
    'rolling-back': 'somebody asked to take the run back, or to retry the undo',
    aborted: 'somebody gave it up',
  },
  uncertain: {
    running: 'a person looked: the step had worked',
    held: 'a person looked: the step had worked, and somebody holds the run',
    failed: 'a person looked: the step had not worked',
    'rolling-back': 'a person looked: the undo had worked, or was skipped',
    aborted: 'somebody gave it up',
  },
  'rolling-back': {
    waiting: 'the next undo is done by hand',
    holding: 'somebody asked to hold while an undo acts, or while an act that rested is being ended',
    failed: 'an undo ended badly',
    uncertain: 'the job of an undo is gone and left no exit code',
    'rolled-back': 'everything that could be taken back was',
    aborted: 'somebody gave it up',
  },
  succeeded: {},
  'rolled-back': {},
  aborted: {},
})

/** Throws when a status may not follow another. A run that stays where it is makes no move. */
export function checkMove(before: RunStatus, after: RunStatus): void {
  if (before !== after && TRANSITIONS[before][after] === undefined)
    throw new Error(`a run never goes from ${before} to ${after}`)
}
