import { liveStep, progressOf, type Run } from '../../model/run.ts'

/** Keys of letters; they begin with the run's id and never change their meaning. */
export const cardKey = (run: string): string => `${run}/card`
export const lineKey = (run: string, seq: number): string => `${run}/line/${seq}`
export const noticeKey = (run: string, seq: number): string => `${run}/notice/${seq}`
export const gateKeyOf = (run: string, revision: number): string => `${run}/gate/${revision}`
export const dmKey = (run: string, revision: number, user: string): string => `${run}/dm/${revision}/${user}`
export const reminderKey = (run: string, seq: number, user: string): string => `${run}/reminder/${seq}/${user}`
export const preflightKey = (run: string, seq: number): string => `${run}/preflight/${seq}`
export const driverKey = (run: string, seq: number, user: string): string => `${run}/driver/${seq}/${user}`
export const watchKey = (run: string, seq: number, user: string): string => `${run}/watch/${seq}/${user}`
export const fileKey = (run: string, seq: number, name: string): string => `${run}/file/${seq}/${name}`
export const reportKey = (run: string, kind: 'html' | 'json'): string => `${run}/report/${kind}`
export const unseenKey = (run: string, channel: string): string => `${run}/unseen/${channel}`

/** Key of the message about the trouble a run is in, or undefined when it is in none. */
export function troubleKey(run: Run): string | undefined {
  if (run.status !== 'failed' && run.status !== 'uncertain') return undefined
  const { undoing } = run
  if (undoing) return `${run.id}/failure/${undoing.step}/undo-${undoing.attempt}`
  const step = liveStep(run)
  return step && `${run.id}/failure/${step.id}/${progressOf(run, step.id).attempt}`
}
