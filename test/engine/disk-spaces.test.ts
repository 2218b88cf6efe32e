import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { spacesOf } from '../../src/engine/disk-spaces.ts'
import { createHosts } from '../../src/remote/hosts.ts'
import { fakeTools } from '../checks/fake-tools.ts'
import { secretsOf } from '../remote/bed/secrets-of.ts'
import { tempFolder } from '../remote/bed/temp-folder.ts'

const folder = await tempFolder()
await mkdir(join(folder, 'with space'))
const hosts = createHosts(
  {
    dash: { connect: 'local', shell: 'dash', jobs: join(folder, 'dash') },
    busybox: { connect: 'local', shell: 'busybox sh', jobs: join(folder, 'busybox') },
  },
  { secrets: secretsOf() },
)
after(() => hosts.close())

for (const on of hosts.names())
  test(`under ${on}, a real df tells of a folder, of one that is not there yet, and of one mount point once`, async () => {
    const tools = { ...fakeTools({}), hosts }
    const spaces = await spacesOf(tools, on, [join(folder, 'with space'), join(folder, 'not', 'there'), folder])
    assert.equal(spaces.length, 1)
    const [space] = spaces
    assert.ok(space && folder.startsWith(space.mount === '/' ? '/' : `${space.mount}/`))
    assert.ok(space.freeBytes > 0 && space.totalBytes >= space.freeBytes + space.usedBytes)
  })
