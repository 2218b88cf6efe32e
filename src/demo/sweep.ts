import { rm } from 'node:fs/promises'
import { BED_VARIABLE, endProcesses, processesWith, serversIn } from './processes.ts'

/** Ends every process that was started in a bed, also detached ones, and removes the bed's folder. */
export async function sweep(bedDir: string): Promise<void> {
  const pids = [...(await processesWith(BED_VARIABLE, bedDir)), ...(await serversIn(bedDir))]
  await endProcesses([...new Set(pids)])
  await rm(bedDir, { recursive: true, force: true, maxRetries: 5 })
}
