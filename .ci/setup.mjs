// Brings what a bare clone lacks: npm packages, and programs from Debian's packages where we may install them.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { compileMachineCode } from './machine-code.mjs'

const DEMO = { sshd: 'openssh-server', 'ssh-keygen': 'openssh-client', initdb: 'postgresql', zstd: 'zstd' }
const TEST = { ...DEMO, chromium: 'chromium', busybox: 'busybox-static', bash: 'bash', dash: 'dash' }

const isFile = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function folders() {
  const postgres = '/usr/lib/postgresql'
  const versions = existsSync(postgres) ? readdirSync(postgres).map((version) => join(postgres, version, 'bin')) : []
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin', ...versions]
}

function missingPackages(wanted) {
  const places = folders()
  const absent = Object.entries(wanted).filter(([program]) => !places.some((folder) => isFile(join(folder, program))))
  return [...new Set(absent.map(([, name]) => name))]
}

function run(command, args) {
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (status !== 0) {
    console.error(`${command} ${args.join(' ')} did not work. Its words are above.`)
    process.exit(1)
  }
}

function installPackages() {
  const stamp = 'node_modules/.package-lock.json'
  const isFresh = existsSync(stamp) && statSync(stamp).mtimeMs >= statSync('package-lock.json').mtimeMs
  if (!isFresh) run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'])
}

function installPrograms(wanted) {
  const names = missingPackages(wanted)
  if (names.length === 0) return
  const line = `apt-get install -y --no-install-recommends ${names.join(' ')}`
  if (process.getuid?.() !== 0 || !folders().some((folder) => isFile(join(folder, 'apt-get')))) {
    console.error(`Some programs are missing. Install them, then run this again:\n  sudo ${line}`)
    process.exit(1)
  }
  run('apt-get', ['update', '-qq'])
  run('apt-get', line.split(' ').slice(1).concat('-qq'))
}

const isTest = process.argv[2] === 'test'
installPrograms(isTest ? TEST : DEMO)
installPackages()
// The tests do it beside other things.
if (!isTest) await compileMachineCode()
