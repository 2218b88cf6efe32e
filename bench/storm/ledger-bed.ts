import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { createBedFolder } from '../../src/demo/bed-folder.ts'
import { type SshHost, startSshHost } from '../../src/demo/ssh-host.ts'
import { createSshKey } from '../../src/demo/ssh-key.ts'
import { findTools } from '../../src/demo/tools.ts'
import { type LocalSlack, startLocalSlack } from '../../src/local-slack/index.ts'
import { ids } from '../bot/world.ts'

/** Who starts the runs, and who decides in which role. */
export const STARTER = 'U0STARTER'
export const DECIDERS: Readonly<Record<string, string>> = { dba: 'U0DBA', 'data-owner': 'U0OWNER' }

/** The host of drover.yml. */
export const HOST = 'ledger-host'

/** A real sshd with a ledger on it, a workspace, and what a bot needs to know of both. */
export interface LedgerBed {
  readonly dir: string
  readonly host: SshHost
  readonly slack: LocalSlack
  readonly channels: readonly string[]
  readonly ledgerPath: string
  readonly dataPath: string
  /** The environment of a bot. */
  readonly env: Readonly<Record<string, string>>
  /** Names of the jobs that wrote, in the order in which they did. */
  ledger(): Promise<readonly string[]>
  /** Ends everything that was started on the host, too. */
  stop(): Promise<void>
}

/** Builds a bed with so many channels. What was started is stopped when a part of it fails. */
export async function startLedgerBed(channelCount = 1): Promise<LedgerBed> {
  const tools = await findTools()
  const folder = await createBedFolder()
  try {
    const { dir } = folder
    const channels = ids('C0LANE', channelCount)
    const slack = await folder.keep(openSlack(channels))
    const key = await createSshKey(tools.sshKeygen, join(dir, 'operator_key'))
    const place = { dir: join(dir, HOST), bedDir: dir, authorizedKeys: [key.publicKey] }
    const host = await folder.keep(startSshHost({ name: HOST, tools, ...place, privateKeyPath: key.privateKeyPath }))
    const [ledgerPath, dataPath, configPath] = [join(dir, 'ledger'), join(dir, 'data'), join(dir, 'drover.yml')]
    await writeFile(ledgerPath, '')
    await writeFile(configPath, configFor(host, channels))
    const env = {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      DROVER_CONFIG: configPath,
      DROVER_DATA: dataPath,
    }
    const ledger = async () => (await readFile(ledgerPath, 'utf8')).split('\n').filter((line) => line !== '')
    return { dir, host, slack, channels, ledgerPath, dataPath, env, ledger, stop: folder.clear }
  } catch (error) {
    await folder.clear()
    throw error
  }
}

function openSlack(channels: readonly string[]): Promise<LocalSlack> {
  return startLocalSlack({
    people: [STARTER, ...Object.values(DECIDERS)].map((id) => ({ id, name: id.toLowerCase(), displayName: id })),
    channels: channels.map((id) => ({ id, name: id.toLowerCase() })),
  })
}

function configFor({ address, port, user, hostKeyFingerprint, privateKeyPath }: SshHost, channels: readonly string[]) {
  return stringify({
    channels,
    roles: Object.fromEntries(Object.entries(DECIDERS).map(([role, id]) => [role, { users: [id] }])),
    hosts: { [HOST]: { connect: 'ssh', address, port, user, hostKey: hostKeyFingerprint, key: privateKeyPath } },
  })
}
