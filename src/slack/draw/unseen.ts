import type { Due, Letter } from '../../model/mailroom.ts'
import type { Run } from '../../model/run.ts'
import { inMode, replyCard } from '../views/index.ts'
import { unseenKey } from './keys.ts'

/** Tells the driver that a run's messages cannot be posted, and how to change that. */
export function unseenLetter(run: Run, { channel }: Due, code: string, botName: string): Letter {
  const text = `${run.id} (${run.plan.migration}) cannot be shown in its channel ${channel}: ${wordsFor(code, botName)} The run itself goes on; /migrate status ${run.id} shows it anywhere.`
  const card = inMode(run, replyCard({ text }))
  return { key: unseenKey(run.id, channel), channel: run.driver, text: card.text, blocks: card.blocks }
}

function wordsFor(code: string, botName: string): string {
  if (code === 'is_archived') return 'the channel is archived. Unarchive it; then I post what was missed.'
  if (code.startsWith('restricted')) return `I may not post there (${code}). Let apps post in that channel.`
  return `I am not in that channel (${code}). Type /invite @${botName} there; then I post what was missed.`
}
