/**
 * Who a process is: pid, start time (field 22 of /proc/PID/stat, see proc(5)) and boot id, so that a reused pid or a
 * reboot is never taken for ours. A command's name may hold spaces and parentheses, hence the cut after the last `) `.
 * Zombies count as gone.
 */
export const IDENTITY_SH = `
boot=$(cat /proc/sys/kernel/random/boot_id)
identity() {
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  set -- "$1" \${stat##*) }
  [ "$2" != Z ] && [ "$2" != X ] && echo "$1 \${21} $boot"
}
alive() {
  [ -s "$1" ] && read -r pid since <"$1" && [ "$(identity "$pid")" = "$pid $since" ]
}
`
