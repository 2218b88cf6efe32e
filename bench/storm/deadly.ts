import { writeSync } from 'node:fs'
import type { Parts } from '../../src/app.ts'
import { hostPlace, journalPlace, mailPlace, type PlaceOf } from './death-places.ts'
import type { Deaths } from './order.ts'

/** The same parts, with a death before and after each of their writes and acts that is not known yet. */
export function deadly(parts: Parts, deaths: Deaths | undefined): Parts {
  if (!deaths) return parts
  const { journal: sqlite, reach } = parts
  const known = new Set(deaths.known)
  const around = <Port extends object>(kind: Deaths['at'][number], port: Port, placeOf: PlaceOf): Port =>
    deaths.at.includes(kind) ? withDeaths(port, placeOf, known) : port
  const journal = around('journal', sqlite.journal, journalPlace)
  const mailroom = around('mail', sqlite.mailroom, mailPlace)
  const hosts = around('hosts', reach.tools.hosts, hostPlace)
  return { ...parts, journal: { ...sqlite, journal, mailroom }, reach: { ...reach, tools: { ...reach.tools, hosts } } }
}

function withDeaths<Port extends object>(port: Port, placeOf: PlaceOf, known: ReadonlySet<string>): Port {
  const come = (to: string): void => {
    if (!known.has(to)) dieAt(to)
  }
  return new Proxy(port, {
    get(target, key) {
      const own: unknown = Reflect.get(target, key)
      if (typeof own !== 'function') return own
      return (...args: readonly unknown[]): unknown => {
        const place = placeOf(String(key), args)
        if (place === undefined) return Reflect.apply(own, target, args)
        come(`before ${place}`)
        return afterwards(Reflect.apply(own, target, args), () => come(`after ${place}`))
      }
    },
  })
}

/** Does it once the result is there. */
function afterwards(result: unknown, doIt: () => void): unknown {
  if (result instanceof Promise) return result.finally(doIt)
  doIt()
  return result
}

/** Says where, past all buffers, and is gone. */
function dieAt(place: string): void {
  writeSync(1, `${JSON.stringify({ dies: place })}\n`)
  process.kill(process.pid, 'SIGKILL')
}
