import { remote, type Step, sh } from '../../src/kit.ts'

/** A proof that fails leaves the keys of rows that differed beside the run's jobs; nobody needs them once the run is through. */
export function removeKeyFiles(target: string): Step {
  return remote('remove-key-files', {
    title: `Remove the keys of rows that differed from ${target}`,
    on: target,
    run: sh`rm -rf -- "$HOME/.drover/differences/$(basename "$DROVER_JOB" | cut -d- -f1)"`,
    undo: 'nothing',
    repeatable: true,
    timeout: '10m',
  })
}
