import { randomBytes } from 'node:crypto'
import { nextWordBy } from '../model/next-word.ts'
import { type Owed, owed } from '../model/owed.ts'
import { hasEnded, liveStep, type Run } from '../model/run.ts'
import { UserError } from '../model/user-error.ts'
import { type Actions, createActions } from './actions.ts'
import { ensure } from './ensure.ts'
import { untold } from './follow.ts'
import type { Outcome } from './outcome.ts'
import { quietNews } from './quiet.ts'
import { backgroundJob } from './scope.ts'
import type { Live, World } from './world.ts'

const RETRY_MS = 3000
/** A look that is under way may wait for a host; the process does not wait for it for ever. */
const STOP_WAIT_MS = 5000

/** Drives every active run: asks what is owed, lets `ensure` do the next bit, tells the journal, and looks again. */
export interface Engine {
  /** Picks up every active run where its history left it. */
  start(): Promise<void>
  /** Looks at a run now. Safe to call at any time, as often as anybody likes. */
  wake(runId: string): void
  /** Looks at every active run, and whether its act moves: the safety net under lost wake-ups, called by the heartbeat. */
  wakeAll(): Promise<void>
  live(runId: string): Live
  stop(): Promise<void>
}

interface Driver {
  /** The drive under way, if one is. */
  busy: Promise<void> | undefined
  again: boolean
  timer?: NodeJS.Timeout | undefined
  readonly live: Live
}

export function createEngine(world: World): Engine {
  const drivers = new Map<string, Driver>()
  let stopping = false
  const actions = createActions((key) => wake(key.slice(0, key.indexOf('-'))))

  const driverOf = (runId: string): Driver => {
    const driver = drivers.get(runId) ?? { busy: undefined, again: false, live: {} }
    drivers.set(runId, driver)
    return driver
  }

  const wake = (runId: string): void => {
    const driver = driverOf(runId)
    clearTimeout(driver.timer)
    driver.again = true
    if (driver.busy || stopping) return
    driver.busy = drive(world, runId, driver, actions, () => stopping).finally(() => {
      driver.busy = undefined
      if (driver.again) wake(runId)
    })
  }

  const wakeAll = async () => {
    for (const run of await world.journal.list({ active: true })) {
      wake(run.id)
      await watch(run)
    }
  }

  /** Whatever comes of it, the card says anew by when there is more, and the other runs are looked at. */
  const watch = async (run: Run): Promise<void> => {
    try {
      const news = await quietNews(world, run, driverOf(run.id).live)
      if (news) await world.journal.send(run.id, news)
    } catch (error) {
      world.log.error('a run could not be watched', { run: run.id, error })
    }
    if (nextWordBy(run, world.tools.now()) !== undefined) world.onProgress(run.id)
  }

  return {
    start: async () => {
      world.journal.onChange(({ run }) => wake(run.id))
      await wakeAll()
    },
    wake,
    wakeAll,
    live: (runId) => drivers.get(runId)?.live ?? {},
    stop: async () => {
      stopping = true
      for (const driver of drivers.values()) clearTimeout(driver.timer)
      await actions.stopAll()
      await within(Promise.all([...drivers.values()].map(({ busy }) => busy)), STOP_WAIT_MS)
    },
  }

  /** One run, until it has nothing to do now. A timer wakes it when it should be looked at later. */
  async function drive(
    world: World,
    runId: string,
    driver: Driver,
    actions: Actions,
    isStopping: () => boolean,
  ): Promise<void> {
    while (driver.again && !isStopping()) {
      driver.again = false
      const againMs = await lookOnce(world, runId, driver.live, actions)
      if (againMs === 0) driver.again = true
      if (againMs) driver.timer = setTimeout(() => wake(runId), againMs).unref()
    }
  }
}

/** Milliseconds until the next look; 0 for at once, undefined for when something changes. */
async function lookOnce(world: World, runId: string, live: Live, actions: Actions): Promise<number | undefined> {
  try {
    const run = await world.journal.get(runId)
    if (run && hasEnded(run)) await forget(run, live, actions)
    const due = run && !hasEnded(run) ? owed(run) : undefined
    const outcome = run && due && (await nextOf(world, run, due, live, actions))
    if (!outcome) return void clear(live)
    if ('againMs' in outcome) return outcome.againMs
    clear(live)
    await world.journal.send(runId, outcome.tell)
    return 0
  } catch (error) {
    return stalled(world, runId, live, error)
  }
}

/** Nothing is done by a plan before the run was told what became of its file. */
async function nextOf(world: World, run: Run, due: Owed, live: Live, actions: Actions): Promise<Outcome | undefined> {
  const tell = untold(world, run)
  return tell ? { tell } : ensure(world, run, due, live, actions)
}

/** A run that was ended at once may have left its action behind. */
async function forget(run: Run, live: Live, actions: Actions): Promise<void> {
  live.disks = undefined
  const step = liveStep(run)
  if (step) await actions.stop(backgroundJob(run, step.id))
}

/** The way to the world is broken: say why on the card, and look again. Nothing is given up and nothing is repeated blindly. */
function stalled(world: World, runId: string, live: Live, error: unknown): number {
  const ref = randomBytes(2).toString('hex')
  const said =
    error instanceof UserError
      ? error.message
      : `Something broke on my side (ref ${ref}). The run is where it was. The operator's log has the details.`
  if (!(error instanceof UserError)) world.log.error('a look at a run broke', { run: runId, ref, error })
  live.stall = world.redact(said)
  world.onProgress(runId)
  return RETRY_MS
}

function clear(live: Live): void {
  live.progress = undefined
  live.stall = undefined
}

/** Resolves when the work has ended, or when its time is over. */
async function within(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await Promise.race([work, new Promise((resolve) => (timer = setTimeout(resolve, timeoutMs)))])
  clearTimeout(timer)
}
