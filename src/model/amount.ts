const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB']

/** Bytes for people, in powers of 1000: `734 MB`, `1.4 GB`. */
export function formatBytes(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1)
  const shown = rounded(bytes / 1000 ** power)
  return shown >= 1000 && power < UNITS.length - 1 ? `1 ${UNITS[power + 1]}` : `${shown} ${UNITS[power]}`
}

function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toFixed(1))
}

/** A count for people: `20,000`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}

/** `82 %`, or `0 %` of nothing. Never 100 % before all is done. */
export function formatShare(done: number, total: number): string {
  if (total <= 0) return '0 %'
  const share = Math.floor((done / total) * 100)
  return `${done < total ? Math.min(share, 99) : 100} %`
}
