import { type Cell, type Ending, endingOf } from '../cell.ts'
import { type ClusterScene, onClusters } from '../stage/clusters.ts'
import { type HostScene, onMachine } from '../stage/host-scene.ts'
import { endsRight } from '../stage/job-endings.ts'
import { endsEqual, STRAIGHT } from '../stage/move-endings.ts'
import type { SmallBot } from '../stage/small-bot.ts'

/** A far-away host: 200 ms there and back. */
const FAR = { bytesPerSecond: 2_000_000, delayMs: 100 }
const NEAR = { bytesPerSecond: 12_500_000, delayMs: 1 }
const STALL_MS = 60_000
/** Somebody has to hear of it by then. */
const NOTICED_MS = 60_000
/** And it has to be found again so soon after. */
const FOUND_MS = 30_000

/** Everything that was said of a run's waiting while it goes on, each word once. */
function listen({ runs, run }: SmallBot): { readonly words: readonly string[]; stop(): void } {
  const words: string[] = []
  const look = async () => {
    const word = runs.stallOf((await run()).id)
    if (word !== undefined && !words.includes(word)) words.push(word)
  }
  const timer = setInterval(() => void look().catch(() => undefined), 100)
  return { words, stop: () => clearInterval(timer) }
}

/** A whole move over a link that is slow and far: slow is not lost. */
async function moveFarAway(scene: ClusterScene): Promise<Ending> {
  await scene.bot.begin()
  const heard = listen(scene.bot)
  const ending = await endsEqual(scene).finally(heard.stop)
  const { status } = await scene.bot.run()
  const isCalm = heard.words.length === 0 && scene.bot.broke.length === 0 && ending.saw.includes(STRAIGHT)
  const saw = `${ending.saw} Said meanwhile: ${heard.words.join(' ') || 'nothing.'}`
  return endingOf([ending, { ended: isCalm && status === 'succeeded' ? 'right' : 'wrong', saw }])
}

/** Nothing comes through for a minute, and nobody closes anything. The job ends meanwhile. */
async function stallInJob(scene: HostScene): Promise<Ending> {
  const { bot, link } = scene
  await bot.begin()
  await scene.untilInLedger('begin')
  link?.stall(STALL_MS)
  const fromMs = performance.now()
  await scene.letGo()
  const run = await bot.until('a word', ({ id, status }) => bot.runs.stallOf(id) ?? (status !== 'running' || undefined))
  const noticedMs = performance.now() - fromMs
  const word = bot.runs.stallOf(run.id)
  const ending = await endsRight(scene)
  const foundMs = performance.now() - fromMs - STALL_MS
  const isInTime = word !== undefined && noticedMs <= NOTICED_MS && foundMs <= FOUND_MS
  const saw = `Noticed after ${Math.round(noticedMs / 1000)} s: ${word ?? 'nothing was said.'} It was at its end ${Math.round(foundMs / 1000)} s after the stall. ${ending.saw}`
  return endingOf([
    { ...ending, saw },
    { ended: isInTime ? 'right' : 'wrong', saw },
  ])
}

/** The same in the middle of rows. What had been under way arrives afterwards, when nobody wants it any more. */
async function stallInStream(scene: ClusterScene): Promise<Ending> {
  await scene.bot.begin()
  await scene.untilMidCopy()
  const heard = listen(scene.bot)
  scene.link?.stall(STALL_MS)
  const ending = await endsEqual(scene).finally(heard.stop)
  return { ...ending, saw: `Said meanwhile: ${heard.words.join(' ') || 'nothing.'} ${ending.saw}` }
}

const part = 'Hosts'
const may = 'right'

export const SLOW_LINKS: readonly Cell[] = [
  {
    ...{ part, may, name: 'slow-link' },
    fault: 'both hosts of a move are far away: 2 MB a second and 200 ms there and back',
    should: 'it goes on, nobody hears that a host is lost, and both hold the same',
    run: () => onClusters({ link: FAR, rows: 60_000, bytesASecond: FAR.bytesPerSecond }, moveFarAway),
  },
  {
    ...{ part, may, name: 'stalled-link' },
    fault: 'the link to the host stands still for a minute while a job runs, and nothing is closed',
    should: 'it is noticed in that minute; the job is found again afterwards and ran once',
    run: () => onMachine({ link: NEAR }, stallInJob),
  },
  {
    ...{ part, may, name: 'stalled-stream' },
    fault: 'the links to both hosts stand still for a minute while rows stream, and nothing is closed',
    should: 'it goes on afterwards with what is missing, nothing lands twice, and both hold the same',
    run: () => onClusters({ link: NEAR }, stallInStream),
  },
]
