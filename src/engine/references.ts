import type { Json } from '../model/json.ts'
import { outputOf, type Run } from '../model/run.ts'

/** Arguments with every reference to an earlier step's output replaced by what that step found. */
export function fillReferences(args: Json, run: Pick<Run, 'outputs'>): Json {
  if (typeof args !== 'object' || args === null) return args
  if (isList(args)) return args.map((item) => fillReferences(item, run))
  const reference = referenceIn(args)
  if (reference) return findOutput(run, reference)
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [key, value === undefined ? value : fillReferences(value, run)]),
  )
}

function referenceIn(args: { readonly [key: string]: Json | undefined }): { step: string; key: string } | undefined {
  const output = args['output']
  if (typeof output !== 'object' || output === null || isList(output)) return undefined
  const { step, key } = output
  return typeof step === 'string' && typeof key === 'string' ? { step, key } : undefined
}

function findOutput(run: Pick<Run, 'outputs'>, { step, key }: { step: string; key: string }): Json {
  const value = outputOf(run, step, key)
  if (value === undefined) throw new Error(`step ${step} has left no ${key}; it was skipped or has not run`)
  return value
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
