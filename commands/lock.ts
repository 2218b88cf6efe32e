import { defineSubcommand, isRehearsal, type Lock, locksOf, type Reply, type Run, utcWords } from '../src/kit.ts'

export default defineSubcommand({
  name: 'lock',
  usage: '[run|resource]',
  help: 'What is locked, by which run, who, why, since when, and what to type.',
  run: async ({ words }, { runs }) => {
    const [word] = words
    const locks = locksOf(await runs.journal.list({ active: true }))
    if (word === undefined)
      return lockTable(
        locks,
        'Nothing is locked, so nothing is in the way of a start. /migrate list shows what can be started.',
      )
    const run = await runs.journal.get(word)
    const found = locks.filter((lock) => (run ? lock.run.id === run.id : isNamed(lock, word)))
    return lockTable(
      found,
      run ? freeWords(run) : `Nothing that is called ${word} is locked. /migrate lock lists every lock.`,
    )
  },
})

function lockTable(locks: readonly Lock[], none: string): Reply {
  if (locks.length === 0) return { text: none }
  const rows = locks.map(({ resource, run }) => [
    resource,
    run.id,
    `${run.plan.migration}${isRehearsal(run.plan) ? ', rehearsal' : ''}, ${run.status}`,
    whoOf(run),
    utcWords(run.startedAt),
    `/migrate why ${run.id}`,
  ])
  return {
    text: 'A lock is given back when its run ends, and never before. Until then a start on the same thing is refused.',
    table: { rows: [['Locked', 'Run', 'For', 'Who', 'Since', 'Type'], ...rows] },
  }
}

function whoOf({ driver, startedBy }: Run): string {
  return driver === startedBy ? `<@${driver}>` : `<@${driver}>, started by <@${startedBy}>`
}

function isNamed({ resource }: Lock, word: string): boolean {
  return resource.toLowerCase().includes(word.toLowerCase())
}

function freeWords({ id, status, endedAt }: Run): string {
  if (endedAt !== undefined)
    return `${id} has ended (${status}) and locks nothing any more. /migrate lock lists every lock.`
  return `${id} locks nothing: its migration names no resources. /migrate lock lists every lock.`
}
