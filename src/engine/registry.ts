import type { RegisteredAction } from '../model/action.ts'
import type { RegisteredCheck } from '../model/check.ts'
import type { Migration, Pitfall } from '../model/migration.ts'

/** Migrations by name; checks, actions and tables of known causes by the name and version a plan has pinned. */
export interface Registry {
  check(name: string, version: number): RegisteredCheck
  action(name: string, version: number): RegisteredAction
  pitfalls(name: string | undefined): readonly Pitfall[]
  migration(name: string): Migration | undefined
}

/** Everything the given migrations bring. Two different things under one name are refused at boot. */
export function createRegistry(migrations: readonly Migration[]): Registry {
  const checks = index(migrations.flatMap((migration) => migration.checks))
  const actions = index(migrations.flatMap((migration) => migration.actions))
  const tables = new Map(migrations.flatMap((migration) => Object.entries(migration.pitfalls)))
  return {
    check: (name, version) => found(checks, name, version),
    action: (name, version) => found(actions, name, version),
    pitfalls: (name) => (name === undefined ? [] : (tables.get(name) ?? [])),
    migration: (name) => migrations.find((one) => one.name === name),
  }
}

interface Versioned {
  readonly name: string
  readonly version: number
}

function index<Thing extends Versioned>(things: readonly Thing[]): ReadonlyMap<string, Thing> {
  const byKey = new Map<string, Thing>()
  for (const thing of things) {
    const other = byKey.get(keyOf(thing.name, thing.version))
    if (other && other !== thing)
      throw new Error(`two different checks or actions are called ${thing.name} version ${thing.version}`)
    byKey.set(keyOf(thing.name, thing.version), thing)
  }
  return byKey
}

function found<Thing extends Versioned>(things: ReadonlyMap<string, Thing>, name: string, version: number): Thing {
  const thing = things.get(keyOf(name, version))
  if (!thing)
    throw new Error(`this program has no ${name} version ${version}; a run that needs it was started with another one`)
  return thing
}

function keyOf(name: string, version: number): string {
  return `${name}@${version}`
}
