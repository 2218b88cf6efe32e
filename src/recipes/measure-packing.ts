import type { DatabaseRef, Tools } from '../model/ports.ts'
import { fill, secretsIn } from '../model/secret.ts'
import { render, sh } from '../model/shell.ts'
import { UserError } from '../model/user-error.ts'
import { passFile, psql, usePassFile } from './login.ts'
import { type DatabaseMeasure, samplePercent } from './measure-postgres.ts'

const SAMPLE_BYTES = 8 * 1024 * 1024

/** What zstd -1 does with rows of a database on its host. */
export interface Packing {
  /** Of what goes in, on one core. */
  readonly bytesPerSecond: number
  /** How many times smaller it comes out. */
  readonly ratio: number
}

/**
 * Packs a few megabytes of the biggest table's rows on their own host. The rows stay there, in a private folder that goes
 * when the command ends; only the figures of zstd's own benchmark come back.
 */
export async function measurePacking(
  tools: Tools,
  source: DatabaseRef,
  found: DatabaseMeasure,
  signal: AbortSignal,
): Promise<Packing> {
  const { host } = source
  const read = `select t.* from only ${found.biggest} as t tablesample system (${samplePercent(found)})`
  const sample = sh`${usePassFile}sample="$DROVER_FILES"/sample
{ ${psql(source)} -c ${read} 2>/dev/null || true; } | head -c ${SAMPLE_BYTES} > "$sample"
zstd -b1 -i0 "$sample" 2>&1`
  const files = { pgpass: await passwords(tools, source) }
  const command = render(sample, { output: () => undefined })
  const said = await tools.hosts.pipe(
    { host, command, files },
    { host, command: `tr '\\r' '\\n'` },
    { direct: false, onBytes: () => undefined, signal },
  )
  return packingIn(host, said.target.stdout)
}

/** zstd says `1#sample : 8388608 -> 2150000 (x3.902), 310.5 MB/s, …` with a carriage return before each better figure. */
function packingIn(host: string, said: string): Packing {
  const [, ratio, megabytes] = [...said.matchAll(/\(x([\d.]+)\), *([\d.]+) MB\/s/g)].at(-1) ?? []
  if (ratio === undefined || megabytes === undefined)
    throw new UserError('packing-unknown', `zstd on ${host} did not say how fast it is`)
  return { bytesPerSecond: Number(megabytes) * 1e6, ratio: Number(ratio) }
}

async function passwords(tools: Tools, source: DatabaseRef): Promise<string> {
  const { pgpass } = passFile(source)
  const known = await Promise.all(
    secretsIn(pgpass).map(async (name): Promise<[string, string]> => [name, await tools.secrets.reveal(name)]),
  )
  return fill(pgpass, new Map(known))
}
