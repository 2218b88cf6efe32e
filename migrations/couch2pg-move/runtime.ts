import { type Shell, sh } from '../../src/kit.ts'
import type { Side } from './sides.ts'

const UNIT = 'couch2pg'

/** Stops couch2pg and keeps it from coming back by itself after a restart of the machine or of Docker. */
export function stopCouch2pg({ runtime, dir }: Side): Shell {
  if (runtime === 'systemd')
    return sh`systemctl stop ${UNIT}
systemctl disable ${UNIT}`
  return sh`id=$(docker compose --project-directory ${dir} ps -q couch2pg)
docker compose --project-directory ${dir} stop couch2pg
if [ -n "$id" ]; then docker update --restart=no "$id"; fi`
}

/** Starts couch2pg, and tells when, so that its log can be read from there. */
export function startCouch2pg({ runtime, dir }: Side): Shell {
  const since = sh`date -u +startedAt=%Y-%m-%dT%H:%M:%SZ > "$DROVER_OUT"`
  if (runtime === 'systemd')
    return sh`${since}
systemctl enable ${UNIT}
systemctl start ${UNIT}`
  return sh`${since}
docker compose --project-directory ${dir} up -d couch2pg
docker update --restart=always "$(docker compose --project-directory ${dir} ps -q couch2pg)"`
}

/** Prints `up` or `down`. */
export function askCouch2pg({ runtime, dir }: Pick<Side, 'runtime' | 'dir'>): Shell {
  if (runtime === 'systemd') return sh`if systemctl is-active ${UNIT} >/dev/null 2>&1; then echo up; else echo down; fi`
  return sh`states=$(docker compose --project-directory ${dir} ps -a --format json couch2pg) || exit 1
case "$states" in *'"State":"running"'*|*'"State":"restarting"'*) echo up;; *) echo down;; esac`
}

/** The newest lines of couch2pg's log. */
export function readLog({ runtime, dir }: Pick<Side, 'runtime' | 'dir'>, lines: number): Shell {
  if (runtime === 'systemd') return sh`journalctl -u ${UNIT} -o cat --no-pager -n ${lines}`
  return sh`docker compose --project-directory ${dir} logs --no-color --no-log-prefix --tail ${lines} couch2pg`
}
