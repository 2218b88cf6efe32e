import type { Hosts, JobView } from '../../../src/model/ports.ts'
import { until } from './until.ts'

/** Waits until the job is no longer absent, staged or running, and answers with its whole log. */
export async function untilOver(hosts: Hosts, host: string, jobId: string): Promise<JobView> {
  return until(`${jobId} is over`, async () => {
    const view = await hosts.peek(host, jobId, 0)
    return (view.state.is === 'done' || view.state.is === 'lost') && view
  })
}

/** Waits until the job's log holds a text. */
export async function untilLogged(hosts: Hosts, host: string, jobId: string, text: string): Promise<JobView> {
  return until(`${jobId} logs ${text}`, async () => {
    const view = await hosts.peek(host, jobId, 0)
    return view.log.includes(text) && view
  })
}
