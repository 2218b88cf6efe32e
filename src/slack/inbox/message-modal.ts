import { clamp } from '../outbox/fit-blocks.ts'
import { type Modal, replyCard } from '../views/index.ts'

/** A window that only says something, for when it turns out that there is nothing to fill in. */
export function messageModal(sentence: string): Modal {
  return {
    type: 'modal',
    callback_id: 'message',
    private_metadata: '',
    title: { type: 'plain_text', text: 'Nothing was done' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [...replyCard({ text: clamp(sentence, 2_000) }).blocks],
  }
}
