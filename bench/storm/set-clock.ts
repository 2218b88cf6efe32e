const SystemDate = Date

/**
 * Sets this process's clock so much ahead of the machine's, or behind it when that is below 0. Timers keep their pace, as
 * they do when somebody sets the clock of a machine.
 */
export function setClock(aheadMs: number): void {
  const now = () => SystemDate.now() + aheadMs
  globalThis.Date = new Proxy(SystemDate, {
    construct: (target, args) => Reflect.construct(target, args.length === 0 ? [now()] : args),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  })
}
