import { basename, join } from 'node:path'

/** Where a host keeps its one couch2pg: the operator's files and the runtime's own. */
export interface Place {
  /** Folder with docker-compose.yml and .env, where an operator works. */
  projectDir: string
  envFile: string
  unitFile: string
  /** Files of the runtime itself: state, pid, exit code, log. */
  runDir: string
  logFile: string
  containerName: string
  projectName: string
}

/** The places on the host with this folder. */
export function placeOn(hostDir: string): Place {
  const projectDir = join(hostDir, 'home', 'cht-couch2pg')
  const runDir = join(hostDir, 'run', 'couch2pg')
  const projectName = basename(projectDir)
  return {
    projectDir,
    envFile: join(projectDir, '.env'),
    unitFile: join(hostDir, 'etc', 'systemd', 'system', 'couch2pg.service'),
    runDir,
    logFile: join(runDir, 'log'),
    containerName: `${projectName}-couch2pg-1`,
    projectName,
  }
}

/** The place of the host this process runs on; the host's sshd set the variable. */
export function placeHere(): Place {
  const { DROVER_DEMO_HOST: hostDir } = process.env
  if (!hostDir) throw new Error('This stand-in only works on a demo host: DROVER_DEMO_HOST is not set.')
  return placeOn(hostDir)
}
