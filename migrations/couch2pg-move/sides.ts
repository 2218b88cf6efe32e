import type { CouchRef, DatabaseRef } from '../../src/kit.ts'
import type { Params } from './params.ts'

/** One of the two machines: its database and its couch2pg. */
export interface Side {
  readonly host: string
  readonly database: DatabaseRef
  readonly runtime: 'docker' | 'systemd'
  readonly dir: string
}

/** Params, and for a rehearsal the database that is filled in place of the real one. */
export type Sided = Params & { readonly trialDatabase?: string | undefined }

export function sidesOf(params: Sided): { readonly source: Side; readonly target: Side; readonly couch: CouchRef } {
  const { database, couchdbUrl, couchdbUser, couchdbPassword } = params
  return {
    source: {
      host: params.source,
      database: {
        host: params.source,
        port: params.sourcePort,
        database,
        user: params.sourceUser,
        ...(params.sourcePassword && { password: params.sourcePassword }),
      },
      runtime: params.sourceRuntime,
      dir: params.sourceDir,
    },
    target: {
      host: params.target,
      database: {
        host: params.target,
        port: params.targetPort,
        database: params.trialDatabase ?? database,
        user: params.targetUser,
        ...(params.targetPassword && { password: params.targetPassword }),
      },
      runtime: params.targetRuntime,
      dir: params.targetDir,
    },
    couch: {
      host: params.target,
      url: couchdbUrl.slice(0, couchdbUrl.lastIndexOf('/')),
      user: couchdbUser,
      password: couchdbPassword,
    },
  }
}

/** The step that takes stock of the source; later steps refer to what it found. */
export const INVENTORY = { id: 'inventory' }

/** The step that looks whether a move by files is possible, and where the target's server lives. */
export const PHYSICAL_READY = { id: 'physical-ready' }

/** The step that proves the copy equal, row by row. */
export const VERIFICATION = { id: 'verification' }
