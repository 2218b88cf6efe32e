import type { Json } from '../model/json.ts'
import { endOf } from '../model/log-end.ts'
import type { Job, JobView } from '../model/ports.ts'
import { outputOf, type Run } from '../model/run.ts'
import { fill, secretsIn } from '../model/secret.ts'
import { render } from '../model/shell.ts'
import type { JobAct } from '../model/step.ts'
import { lastLines } from './explain.ts'
import type { World } from './world.ts'

/** More than this means that there is more to read at once. */
const LONG_PIECE = 64 * 1024
const TAIL_CHARS = 4000
/** A job that writes faster than it is read is looked at again later, so that the run can do other things. */
const MOST_PIECES = 8

/** The job of an act, with its script rendered and its secret files filled. */
export async function jobOf(world: World, run: Run, act: JobAct, id: string): Promise<Job> {
  const script = render(act.run, { output: ({ output }): Json | undefined => outputOf(run, output.step, output.key) })
  const names = Object.values(act.files).flatMap(secretsIn)
  const secrets = new Map(
    await Promise.all(
      [...new Set(names)].map(
        async (name): Promise<[string, string]> => [name, await world.tools.secrets.reveal(name)],
      ),
    ),
  )
  const files = Object.fromEntries(Object.entries(act.files).map(([name, file]) => [name, fill(file, secrets)]))
  return { id, script, files }
}

/** A look at a job, its log read on from where the last look ended, even by another process. `log` is the end of it so far. */
export async function look(world: World, run: Run, host: string, id: string): Promise<JobView> {
  const before = readNote(await world.journal.noted(run.id, `log ${id}`))
  const view = await readOn(world, host, id, before.offset, before.tail)
  if (view.nextOffset !== before.offset)
    await world.journal.note(run.id, `log ${id}`, `${view.nextOffset} ${world.redact(view.log)}`)
  return view
}

/** A peek gives a piece of a long log at a time; the end is what matters. */
async function readOn(
  world: World,
  host: string,
  id: string,
  offset: number,
  tail: string,
  pieces = 1,
): Promise<JobView> {
  const view = await world.tools.hosts.peek(host, id, offset)
  const log = endOf(tail + view.log, TAIL_CHARS)
  const isLater = pieces >= MOST_PIECES && view.state.is === 'running'
  if (view.log.length < LONG_PIECE || isLater || pieces >= 2 * MOST_PIECES) return { ...view, log }
  return readOn(world, host, id, view.nextOffset, log, pieces + 1)
}

/** The end of a job's log as far as it was read, redacted. */
export async function notedLog(world: World, run: Run, id: string): Promise<string> {
  return lastLines(readNote(await world.journal.noted(run.id, `log ${id}`)).tail)
}

function readNote(note: string | undefined): { offset: number; tail: string } {
  const space = note?.indexOf(' ') ?? -1
  return note === undefined || space === -1
    ? { offset: 0, tail: '' }
    : { offset: Number(note.slice(0, space)), tail: note.slice(space + 1) }
}
