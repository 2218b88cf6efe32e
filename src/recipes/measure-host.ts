import type { Tools } from '../model/ports.ts'

/** What a machine is like right now; what it did not tell is left out. */
export interface HostMeasure {
  readonly cores?: number | undefined
  /** Processes that ran or wanted to, on average over the last minute. */
  readonly load?: number | undefined
  readonly freeMemoryBytes?: number | undefined
  /** As `uname -m` says it. */
  readonly machine?: string | undefined
  /** The version of zstd, or undefined where there is none. */
  readonly zstd?: string | undefined
}

/** Every line may be missing on a small system, so each is asked for on its own. */
const LOOK = `echo "cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || nproc 2>/dev/null || true)"
echo "load=$(cut -d' ' -f1 /proc/loadavg 2>/dev/null || true)"
echo "freeMemoryKb=$(sed -n 's/^MemAvailable: *\\([0-9]*\\) kB/\\1/p' /proc/meminfo 2>/dev/null || true)"
echo "machine=$(uname -m 2>/dev/null || true)"
echo "zstd=$(zstd --version 2>/dev/null | sed -n 's/.* v\\([0-9][0-9.]*\\).*/\\1/p' || true)"`

/** Cores, load, memory, kind of machine and zstd of a host. Throws a UserError when it cannot be reached. */
export async function measureHost(tools: Tools, host: string, timeoutMs: number): Promise<HostMeasure> {
  const { stdout } = await tools.hosts.ask(host, LOOK, { timeoutMs })
  const said = new Map(stdout.split('\n').map((line) => splitOnce(line)))
  const freeMemoryKb = number(said.get('freeMemoryKb'))
  return {
    cores: number(said.get('cores')),
    load: number(said.get('load')),
    freeMemoryBytes: freeMemoryKb === undefined ? undefined : freeMemoryKb * 1024,
    machine: said.get('machine') || undefined,
    zstd: said.get('zstd') || undefined,
  }
}

function splitOnce(line: string): [string, string] {
  const at = line.indexOf('=')
  return [line.slice(0, at), line.slice(at + 1).trim()]
}

function number(text: string | undefined): number | undefined {
  const value = Number(text)
  return text && Number.isFinite(value) ? value : undefined
}
