import type { Container } from './container.ts'
import type { Place } from './place.ts'

const IMAGE = 'medicmobile/cht-couch2pg:main-node-10'

/** One line of `docker compose ps --format json` (compose 2.26: one object a line) or of `docker ps`. */
export function containerRow(place: Place, container: Container, nowMs: number) {
  const labels = {
    'com.docker.compose.project': place.projectName,
    'com.docker.compose.service': 'couch2pg',
    'com.docker.compose.project.working_dir': place.projectDir,
    'com.docker.compose.project.config_files': `${place.projectDir}/docker-compose.yml`,
    'com.docker.compose.version': '2.26.1',
    'com.docker.compose.oneoff': 'False',
  }
  return {
    Command: '"./couch2pg-entrypoi…"',
    CreatedAt: `${container.createdAt.slice(0, 19).replace('T', ' ')} +0000 UTC`,
    ExitCode: container.exitCode,
    Health: '',
    ID: container.id.slice(0, 12),
    Image: IMAGE,
    Labels: Object.entries(labels)
      .map(([name, value]) => `${name}=${value}`)
      .join(','),
    LocalVolumes: '0',
    Mounts: '',
    Name: place.containerName,
    Names: place.containerName,
    Networks: `${place.projectName}_default`,
    Ports: '',
    Project: place.projectName,
    Publishers: null,
    RunningFor: `${ago(container.createdAt, nowMs)} ago`,
    Service: 'couch2pg',
    Size: '0B',
    State: container.state,
    Status: statusText(container, nowMs),
  }
}

/** What `docker inspect` shows, as far as operators read it. */
export function inspection(place: Place, container: Container) {
  const isRunning = container.state === 'running'
  return {
    Id: container.id,
    Created: container.createdAt,
    Path: './couch2pg-entrypoint',
    State: {
      Status: container.state,
      Running: isRunning,
      Paused: false,
      Restarting: false,
      OOMKilled: false,
      Dead: false,
      Pid: container.pid,
      ExitCode: container.exitCode,
      Error: '',
      StartedAt: container.startedAt ?? NEVER,
      FinishedAt: container.finishedAt ?? NEVER,
    },
    Image: 'sha256:4f54a9011572dae7c09496ace4581ef42cd0b80285cab8343c5096ab6e9626f8',
    Name: `/${place.containerName}`,
    RestartCount: 0,
    HostConfig: { RestartPolicy: { Name: 'no', MaximumRetryCount: 0 } },
    Config: {
      Env: Object.entries({ ...container.env, PATH: '/usr/local/bin:/usr/bin:/bin' }).map((pair) => pair.join('=')),
      Cmd: ['node', '.'],
      Image: IMAGE,
      Labels: { 'com.docker.compose.project': place.projectName, 'com.docker.compose.service': 'couch2pg' },
    },
  }
}

// What docker writes for an instant that has not come.
const NEVER = '0001-01-01T00:00:00Z'

function statusText(container: Container, nowMs: number): string {
  if (container.state === 'created') return 'Created'
  if (container.state === 'running') return `Up ${ago(container.startedAt ?? container.createdAt, nowMs)}`
  return `Exited (${container.exitCode}) ${ago(container.finishedAt ?? container.createdAt, nowMs)} ago`
}

function ago(at: string, nowMs: number): string {
  const seconds = Math.floor((nowMs - Date.parse(at)) / 1_000)
  if (seconds < 1) return 'Less than a second'
  if (seconds < 120) return `${seconds} second${seconds === 1 ? '' : 's'}`
  const minutes = Math.floor(seconds / 60)
  return minutes < 120 ? `${minutes} minutes` : `${Math.floor(minutes / 60)} hours`
}
