import { readFile } from 'node:fs/promises'

/** Paths and values that differ between two hosts' sshd. */
export interface SshdSettings {
  port: number
  user: string
  keyPath: string
  authorizedKeys: string
  env: Record<string, string>
}

/** The configuration file of a demo host: one user, keys only, forwarding allowed, an own environment. */
export async function sshdConfig(settings: SshdSettings): Promise<string> {
  const env = Object.entries(settings.env).map(([name, value]) => `"${name}=${value}"`)
  const lines = [
    `Port ${settings.port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${settings.keyPath}`,
    `AuthorizedKeysFile ${settings.authorizedKeys}`,
    `AllowUsers ${settings.user}`,
    'PidFile none',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    `UsePAM ${(await rootIsLocked()) ? 'yes' : 'no'}`,
    // The bed's folder is under a temp folder that everyone may write to.
    'StrictModes no',
    'UseDNS no',
    'PrintMotd no',
    'AllowTcpForwarding yes',
    'AllowStreamLocalForwarding yes',
    'MaxSessions 100',
    'MaxStartups 100',
    `SetEnv ${env.join(' ')}`,
    'Subsystem sftp internal-sftp',
  ]
  return `${lines.join('\n')}\n`
}

// Ubuntu locks root's password, and sshd then refuses root's keys too, unless PAM decides (sshd_config(5), UsePAM).
async function rootIsLocked(): Promise<boolean> {
  if (process.getuid?.() !== 0) return false
  const shadow = await readFile('/etc/shadow', 'utf8').catch(() => '')
  return /^root:!/m.test(shadow)
}
