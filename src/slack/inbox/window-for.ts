import type { Run } from '../../model/run.ts'
import type { Ref } from '../ref.ts'
import {
  approveModal,
  denyModal,
  doneModal,
  type Modal,
  reasonModal,
  resolveModal,
  windowInMode,
} from '../views/index.ts'
import { unknownButton } from './person-command.ts'
import type { Change } from './verb.ts'

interface About extends Pick<Ref, 'step' | 'revision' | 'role'> {
  /** An approve takes a step-up code, too. */
  readonly asksCode: boolean
}

/** The window of a verb. */
export function windowFor(verb: Change, run: Run, about: About): Modal {
  return windowInMode(run, windowOf(verb, run, about))
}

function windowOf(verb: Change, run: Run, { asksCode, ...about }: About): Modal {
  const ref: Ref = { run: run.id, card: 'window', ...about }
  switch (verb) {
    case 'approve':
      return run.gate ? approveModal(run, run.gate, about.role ?? '', asksCode) : unknownButton(run.id)
    case 'deny':
      return denyModal(ref)
    case 'done':
      return doneModal(run, ref)
    case 'resolve':
      return resolveModal(run, ref)
    case 'hold':
    case 'skip':
    case 'rollback':
    case 'abort':
      return reasonModal(verb, ref)
    default:
      return unknownButton(run.id)
  }
}
