import { stringify } from 'yaml'
import type { Bed } from '../../demo/bed.ts'
import { CHANNEL, PEOPLE } from './people.ts'

type HostWiring = Bed['config']['source']['host']

/** drover.yml for a bed: its two hosts, its secrets by name, and defaults that make the start a single word. */
export function demoConfig(bed: Bed, soakMinutes: number): string {
  const { source, target, couchdb, database } = bed.config
  const roles = PEOPLE.flatMap(({ id, role }) => (role === undefined ? [] : [[role, { users: [id] }]]))
  return stringify({
    channels: [CHANNEL.id],
    roles: Object.fromEntries(roles),
    hosts: { 'old-pg': hostOf(source.host), 'new-pg': hostOf(target.host) },
    secrets: {
      'source-pg': 'env:SOURCE_PG_PASSWORD',
      'target-pg': 'env:TARGET_PG_PASSWORD',
      couchdb: 'env:COUCHDB_PASSWORD',
    },
    migrations: {
      'couch2pg-move': {
        defaults: {
          source: 'old-pg',
          target: 'new-pg',
          database,
          sourcePort: source.postgresPort,
          targetPort: target.postgresPort,
          sourcePassword: 'source-pg',
          targetPassword: 'target-pg',
          sourceDir: source.projectDir,
          targetDir: target.projectDir,
          couchdbUrl: `http://${couchdb.host}:${couchdb.port}/medic`,
          couchdbUser: couchdb.user,
          couchdbPassword: 'couchdb',
          workDir: `${bed.dir}/work`,
          sleepMins: soakMinutes,
          watch: '5s',
          quarantine: '5s',
        },
      },
    },
  })
}

/** The secrets that the config names, for the bot's environment. */
export function demoSecrets(bed: Bed): Record<string, string> {
  return {
    SOURCE_PG_PASSWORD: bed.secrets.source.postgres,
    TARGET_PG_PASSWORD: bed.secrets.target.postgres,
    COUCHDB_PASSWORD: bed.secrets.couchdb,
  }
}

function hostOf({ address, port, user, hostKeyFingerprint, privateKeyPath }: HostWiring) {
  return { connect: 'ssh', address, port, user, hostKey: hostKeyFingerprint, key: privateKeyPath }
}
