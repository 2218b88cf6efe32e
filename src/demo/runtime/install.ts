import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { writeLauncher } from '../bed-program.ts'
import { formatEnvFile } from './env-file.ts'
import { type Place, placeOn } from './place.ts'

/** Commands of a host that are stand-ins; everything else is the computer's own. */
const COMMANDS = ['docker', 'systemctl', 'journalctl']

/**
 * Puts couch2pg on a host as an operator would: a project folder with docker-compose.yml and .env (secrets,
 * 0600), a systemd unit that uses the same .env, and the commands to run either. Nothing is started.
 */
export async function installCouch2pg(hostDir: string, env: Record<string, string>): Promise<Place> {
  const place = placeOn(hostDir)
  const dirs = [place.projectDir, dirname(place.unitFile), place.runDir, join(hostDir, 'bin')]
  await Promise.all(dirs.map((dir) => mkdir(dir, { recursive: true, mode: 0o700 })))
  await Promise.all([
    writeFile(join(place.projectDir, 'docker-compose.yml'), COMPOSE_FILE),
    writeFile(place.envFile, formatEnvFile(env), { mode: 0o600 }),
    writeFile(place.unitFile, unitFile(place)),
    ...COMMANDS.map((command) => writeLauncher(join(hostDir, 'bin', command), `runtime/${command}`)),
  ])
  return place
}

const COMPOSE_FILE = `services:
  couch2pg:
    image: medicmobile/cht-couch2pg:main-node-10
    env_file: .env
    restart: "no"
`

function unitFile(place: Place): string {
  return `[Unit]
Description=couch2pg
After=network-online.target

[Service]
WorkingDirectory=${place.projectDir}
EnvironmentFile=${place.envFile}
ExecStart=/usr/bin/node .
Restart=on-failure

[Install]
WantedBy=multi-user.target
`
}
