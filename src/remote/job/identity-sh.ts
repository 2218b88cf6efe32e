/**
 * Who a process is: pid, start time (field 22 of /proc/PID/stat, see proc(5)) and boot id, so that a reused pid or a
 * reboot is never taken for ours. A command's name may hold spaces and parentheses, hence the cut after the last `) `.
 * Zombies count as gone. Read without a process of its own, since a job is looked at often; only a name with a line break
 * in it needs one.
 */
export const IDENTITY_SH = `
read -r boot </proc/sys/kernel/random/boot_id
identify() {
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  case $stat in *') '*) ;; *) stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1 ;; esac
  set -- "$1" \${stat##*) }
  [ "$2" != Z ] && [ "$2" != X ] && identity="$1 \${21} $boot"
}
alive() {
  [ -s "$1" ] && read -r pid since <"$1" && identify "$pid" && [ "$identity" = "$pid $since" ]
}
`
