import type { HostShell } from './host-shell.ts'

/** What a host is and whether it has what jobs need. */
export interface HostReport {
  readonly host: string
  readonly hostKey: string | undefined
  /** Kernel name, release and machine, as `uname -srm` prints them. */
  readonly system: string
  readonly bash: boolean
  /** Programs or files that jobs need and the host lacks. */
  readonly missing: readonly string[]
  readonly roundTripMs: number
}

const LOOK_SH = `
uname -srm
command -v bash >/dev/null 2>&1 && echo bash || echo no-bash
for program in setsid sha256sum head tail ln sync mktemp dd; do
  command -v $program >/dev/null 2>&1 || echo $program
done
for file in /proc/self/stat /proc/sys/kernel/random/boot_id; do
  [ -r $file ] || echo $file
done
`

/** Connects, then asks once; the round trip is measured on the open connection. */
export async function testHost(host: HostShell): Promise<HostReport> {
  const hostKey = await host.connector.hostKey()
  const askedAtMs = performance.now()
  const { stdout } = await host.ask(LOOK_SH, [], { timeoutMs: 30_000 })
  const roundTripMs = performance.now() - askedAtMs
  const [system = '', bash, ...missing] = stdout.toString('utf8').trim().split('\n')
  return { host: host.name, hostKey, system, bash: bash === 'bash', missing, roundTripMs }
}
