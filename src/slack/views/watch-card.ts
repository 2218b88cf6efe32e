import type { RunEvent } from '../../model/event.ts'
import type { Run } from '../../model/run.ts'
import { context } from './block.ts'
import type { Card, RunView } from './card.ts'
import { code, md, place } from './mrkdwn.ts'
import { notice } from './notice.ts'

/** The post that an event is worth, as a direct message to somebody who drives or watches the run. */
export function watchCard(run: Run, event: RunEvent, view: RunView, told: string): Card | undefined {
  const post = notice(run, event, view)
  if (!post) return undefined
  const why =
    told === run.driver
      ? md`You drive this run, in ${place(run.channel)} · ${code(`/migrate why ${run.id}`)}`
      : md`You watch this run, in ${place(run.channel)} · ${code(`/migrate unwatch ${run.id}`)} ends it`
  const foot = context(why)
  return { ...post, blocks: foot ? [...post.blocks, foot] : post.blocks }
}
