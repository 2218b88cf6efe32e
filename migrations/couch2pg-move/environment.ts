import { defineCheck, quote, refuse, type Tools, type Verdict, z } from '../../src/kit.ts'
import { syncedFrom } from './synced.ts'

interface Setting {
  readonly key: string
  readonly hash: string
  /** Empty for secrets and URLs: only their hash and their place ever leave the host. */
  readonly shown: string
  /** `host[:port]/path` of a URL, as couch2pg makes its resume key from it. */
  readonly place: string
}

/** Only where Postgres is may change between the two; the rest has to be the same to the byte. */
const MAY_DIFFER = /^POSTGRES/

/**
 * The settings of both couch2pg, compared on hashes made on the hosts: secrets never leave them. couch2pg's resume marker
 * is the CouchDB URL as typed, so another spelling would silently fetch everything again.
 */
export const sameEnvironment = defineCheck({
  name: 'same-environment',
  version: 1,
  args: z.object({
    source: z.object({ host: z.string(), dir: z.string() }),
    target: z.object({ host: z.string(), dir: z.string() }),
    database: z.string(),
    targetPort: z.number(),
    couchKey: z.string(),
  }),
  title: () => 'Compare the settings of couch2pg on both sides',
  measure: async ({ source, target }, tools, { run }) => ({
    source: await settings(tools, source, run),
    target: await settings(tools, target, run),
  }),
  judge: (found, { target, database, targetPort, couchKey }): Verdict =>
    judgeEnvironment(found.source, found.target, { host: target.host, database, port: targetPort, couchKey }),
})

interface Wanted {
  readonly host: string
  readonly database: string
  readonly port: number
  readonly couchKey: string
}

/** Names of settings that differ or are missing; never their values. */
export function judgeEnvironment(source: readonly Setting[], target: readonly Setting[], wanted: Wanted): Verdict {
  const keys = [...new Set([...source, ...target].map(({ key }) => key))].sort()
  const rows = keys.map((key) => describe(key, find(source, key), find(target, key)))
  const wrong = rows.filter(({ state }) => state === 'differs' || state === 'missing')
  const table = {
    rows: [
      ['Setting', 'Source', 'Target', ''],
      ...rows.map(({ key, source, target, state }) => [key, source, target, state]),
    ],
  }
  const values = Object.fromEntries(rows.map(({ key, state }) => [key, state]))
  const fail = (summary: string, advice: string): Verdict => ({
    outcome: 'fail',
    summary,
    values,
    table,
    advice: `Nothing was changed. ${advice}`,
  })
  const couch = find(target, 'COUCHDB_URL')
  if (!couch)
    return fail(
      `couch2pg on ${wanted.host} has no COUCHDB_URL.`,
      `Copy the settings of the source into its .env on ${wanted.host}; only POSTGRES… may differ.`,
    )
  if (couch.place !== find(source, 'COUCHDB_URL')?.place)
    return fail(
      `couch2pg would resume as ${couch.place} on ${wanted.host}, but the data was fetched as ${find(source, 'COUCHDB_URL')?.place ?? 'nothing'}.`,
      'A different spelling fetches everything again from the start. Make COUCHDB_URL the same to the byte.',
    )
  if (couch.place !== wanted.couchKey)
    return fail(
      `couch2pg reads ${couch.place}, and the param couchdbUrl says ${wanted.couchKey}.`,
      'Correct couchdbUrl and start again.',
    )
  const wrongPlace = misplaced(target, wanted)
  if (wrongPlace) return fail(wrongPlace, `Correct POSTGRESQL_URL in the settings on ${wanted.host}, then retry.`)
  if (wrong.length > 0)
    return fail(
      `couch2pg on ${wanted.host} has other settings than the source: ${wrong.map(({ key, state }) => `${key} ${state}`).join(', ')}.`,
      `Make them the same in its .env on ${wanted.host}, then retry.`,
    )
  return {
    outcome: 'pass',
    values,
    table,
    outputs: { ...syncedFrom(couch.place, (key) => find(target, key)?.shown) },
    summary: `All ${rows.length} settings agree; only where Postgres is differs. It resumes as ${couch.place}.`,
  }
}

function describe(key: string, source: Setting | undefined, target: Setting | undefined) {
  const state = MAY_DIFFER.test(key)
    ? 'may differ'
    : !source || !target
      ? 'missing'
      : source.hash === target.hash
        ? 'same'
        : 'differs'
  return { key, source: show(source), target: show(target), state }
}

function show(setting: Setting | undefined): string {
  if (!setting) return '-'
  return setting.shown || setting.place || '[secret]'
}

function misplaced(target: readonly Setting[], { host, port, database }: Wanted): string | undefined {
  const place = find(target, 'POSTGRESQL_URL')?.place
  if (place === undefined) return undefined
  const match = /^([^/:]+)(?::(\d+))?\/(.+)$/.exec(place)
  if (match?.[3] === database && Number(match[2] ?? 5432) === port) return undefined
  return `couch2pg on ${host} would write to ${place}, and the new database is ${database} on port ${port}.`
}

function find(settings: readonly Setting[], key: string): Setting | undefined {
  return settings.find((setting) => setting.key === key)
}

/** Reads the .env file on the host as Docker and systemd do; salted hashes, and the place of URLs without their login. */
async function settings(
  tools: Tools,
  { host, dir }: { host: string; dir: string },
  salt: string,
): Promise<readonly Setting[]> {
  const { code, stdout, stderr } = await tools.hosts.ask(host, readScript(`${dir}/.env`, salt))
  if (code !== 0)
    refuse('settings-unknown', `${host} did not give the settings of couch2pg in ${dir}/.env: ${stderr.trim()}`)
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [key = '', hash = '', place = '', shown = ''] = line.split('\t')
      return { key, hash, place, shown }
    })
}

function readScript(file: string, salt: string): string {
  return `set -eu
while IFS= read -r line || [ -n "$line" ]; do
  case $line in ''|'#'*) continue;; *=*) ;; *) continue;; esac
  key=\${line%%=*}; value=\${line#*=}
  case $value in '"'*'"') value=\${value#?}; value=\${value%?};; "'"*"'") value=\${value#?}; value=\${value%?};; esac
  hash=$(printf '%s' ${quote(salt)}"$value" | sha256sum); hash=\${hash%% *}
  place=; shown=
  case $value in *://*) place=\${value#*://}; place=\${place##*@};; *) case $key in *PASSWORD*|*SECRET*|*TOKEN*|*KEY*) ;; *) shown=$value;; esac;; esac
  printf '%s\\t%s\\t%s\\t%s\\n' "$key" "$hash" "$place" "$shown"
done < ${quote(file)}`
}
