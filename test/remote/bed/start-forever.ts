import { createHosts } from '../../../src/remote/hosts.ts'

/** A bot of its own process that starts the job in argv again and again, until somebody ends it. */
const [config = '{}', job = '{}'] = process.argv.slice(2)
const hosts = createHosts(JSON.parse(config), { secrets: { reveal: async () => '', names: () => [] } })
for (;;) await hosts.start('host', JSON.parse(job))
