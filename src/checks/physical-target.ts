import { z } from 'zod'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { quote } from '../model/shell.ts'
import { UserError } from '../model/user-error.ts'
import { DATABASES, occupiedOf } from './cluster-vacant.ts'
import { FREE_SH, MACHINE_SH, SHAPE } from './physical-source.ts'

const names = z.array(z.string())
const serverRow = z.object({
  version: z.coerce.number(),
  shape: z.string(),
  system: z.coerce.string(),
  in_recovery: z.boolean(),
  is_super: z.boolean(),
  data_folder: z.string(),
  archive_mode: z.string(),
  roles: names,
  available: names,
  files: names,
  databases: names,
})

/** What a move by files has to know of the target. */
export interface TargetFacts extends Omit<z.infer<typeof serverRow>, 'data_folder' | 'files' | 'databases'> {
  /** Databases that hold something, as `name (3 tables or views)`. */
  readonly occupied: readonly string[]
  /** The data folder, links resolved; empty when it is not on this host. */
  readonly folder: string
  /** Settings files inside the data folder, as paths in it. */
  readonly ownFiles: readonly string[]
  readonly owner: string
  readonly login: string
  /** Folder of the server's programs; empty when its process is not on this host. */
  readonly bin: string
  readonly missingPrograms: readonly string[]
  readonly unit: string
  /** Why the data folder cannot be renamed beside itself, or empty. */
  readonly fixed: string
  readonly freeBytes: number
  /** The run whose copy this is, or empty. */
  readonly mark: string
  readonly missingLocales: readonly string[]
  readonly machine: string
  readonly library: string
}

export async function targetFacts(tools: Tools, target: DatabaseRef, locales: readonly string[]): Promise<TargetFacts> {
  const [row] = await tools.databases.query({ ...target, database: 'postgres' }, SERVER_SQL)
  if (!row || row['data_folder'] === null) throw notSuper(target)
  const { data_folder, files, databases, ...server } = serverRow.parse(row)
  const [occupied, host] = await Promise.all([
    occupiedOf(tools, target, databases),
    hostFacts(tools, target.host, data_folder, locales),
  ])
  const inside = files.flatMap((file) => withinFolder(file, [data_folder, host.folder]))
  return { ...server, occupied, ...host, ownFiles: [...new Set(inside)].sort() }
}

function notSuper({ host, user }: DatabaseRef): UserError {
  const message = `${user} is not a superuser on ${host}, and only one may see where the server's files are. Nothing was changed. Give a superuser as targetUser, or move with method=stream.`
  return new UserError('postgres-rights', message)
}

/** A relative path is one in the data folder, as the server reads it. */
function withinFolder(file: string, folders: readonly string[]): readonly string[] {
  if (!file.startsWith('/')) return [file]
  const folder = folders.find((one) => one !== '' && file.startsWith(`${one}/`))
  return folder === undefined ? [] : [file.slice(folder.length + 1)]
}

async function hostFacts(tools: Tools, host: string, folder: string, locales: readonly string[]) {
  const { stdout } = await tools.hosts.ask(
    host,
    `given=${quote(folder)}\nlocales=${quote(locales.join(' '))}\n${HOST_SH}`,
  )
  const found = new Map(
    stdout.split('\n').flatMap((line) => {
      const [, key, value] = /^([a-z]+)=(.*)$/.exec(line) ?? []
      return key === undefined ? [] : [[key, value ?? ''] as const]
    }),
  )
  const of = (key: string) => found.get(key) ?? ''
  const list = (key: string) => of(key).split(' ').filter(Boolean)
  return {
    folder: of('folder'),
    owner: of('owner'),
    login: of('login'),
    bin: of('bin'),
    missingPrograms: list('programs'),
    unit: of('unit'),
    fixed: of('fixed'),
    freeBytes: Number(of('free') || 0) * 1024,
    mark: of('mark'),
    missingLocales: list('locales'),
    machine: of('machine'),
    library: of('library'),
  }
}

/** One question for all that only the host itself can tell. A process that is not here, as in a container, has no programs here. */
const HOST_SH = `
machine() { ${MACHINE_SH}
}
say() { printf '%s=%s\\n' "$1" "$2"; }
say login "$(id -un)"
say machine "$(machine | head -n 1)"
say library "$(machine | tail -n 1)"
say locales "$(for l in $locales; do LC_ALL=$l locale charmap 2>&1 >/dev/null | grep -q . && printf '%s ' "$l" || :; done)"
folder=$(readlink -f -- "$given" || :)
if [ -z "$folder" ] || ! [ -d "$folder" ]; then exit 0; fi
say folder "$folder"
say owner "$(stat -c %U "$folder")"
parent=$(dirname "$folder")
if [ "$(stat -c %d "$folder")" != "$(stat -c %d "$parent")" ]; then say fixed 'is a mount point of its own'
elif ! [ -w "$parent" ]; then say fixed 'is in a folder that the login may not write to'; fi
p=$parent
say free "$(${FREE_SH})"
say mark "$(cat "$folder/drover-mark" 2>/dev/null || :)"
pid=$(head -n 1 "$folder/postmaster.pid" 2>/dev/null || :)
program=$(readlink "/proc/$pid/exe" 2>/dev/null || :)
if [ -z "$program" ]; then exit 0; fi
bin=$(dirname "$program")
say bin "$bin"
say programs "$(for name in pg_basebackup pg_verifybackup pg_controldata pg_ctl psql; do [ -x "$bin/$name" ] || printf '%s ' "$name"; done)"
say unit "$(sed -n 's|.*/\\(postgres[^/]*\\.service\\)$|\\1|p' "/proc/$pid/cgroup" | head -n 1)"
`

const SERVER_SQL = `
  select current_setting('server_version_num')::int as version, ${SHAPE} as shape,
    (select system_identifier::text from pg_control_system()) as system,
    pg_is_in_recovery() as in_recovery,
    (select rolsuper from pg_roles where rolname = current_user) as is_super,
    case when pg_has_role(current_user, 'pg_read_all_settings', 'member') then current_setting('data_directory') end as data_folder,
    current_setting('archive_mode') as archive_mode,
    array(select rolname::text from pg_roles where rolcanlogin order by 1) as roles,
    array(select name::text from pg_available_extensions) as available,
    array(select sourcefile from pg_file_settings union select current_setting(name) from pg_settings
      where name in ('config_file', 'hba_file', 'ident_file', 'ssl_cert_file', 'ssl_key_file', 'ssl_ca_file', 'ssl_crl_file') and setting <> '') as files,
    ${DATABASES} as databases`
