import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startHealth, type Vitals } from '../../src/serving/health.ts'

async function asked(vitals: Vitals, path: string): Promise<[number, string]> {
  const health = await startHealth(0, vitals)
  try {
    const response = await fetch(`http://127.0.0.1:${health.port}${path}`, { headers: { connection: 'close' } })
    return [response.status, await response.text()]
  } finally {
    await health.stop()
  }
}

const WELL: Vitals = {
  stuck: () => undefined,
  ready: async () => true,
  metrics: async () => ({ drover_runs_active: 2, process_resident_memory_bytes: 1.5e8 }),
}

const CASES = [
  { vitals: WELL, path: '/healthz', says: [200, 'ok\n'] },
  {
    vitals: { ...WELL, stuck: () => 'the engine has not looked at the runs for 3 min' },
    path: '/healthz',
    says: [503, 'the engine has not looked at the runs for 3 min\n'],
  },
  { vitals: WELL, path: '/readyz', says: [200, 'ready\n'] },
  { vitals: { ...WELL, ready: async () => false }, path: '/readyz', says: [503, 'not connected to Slack\n'] },
  { vitals: { ...WELL, ready: async () => false }, path: '/healthz', says: [200, 'ok\n'] },
  {
    vitals: WELL,
    path: '/metrics',
    says: [
      200,
      '# TYPE drover_runs_active gauge\ndrover_runs_active 2\n# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes 150000000\n',
    ],
  },
  { vitals: WELL, path: '/secrets', says: [404, 'try /healthz, /readyz or /metrics\n'] },
]

for (const { vitals, path, says } of CASES) {
  test(`health: ${path} answers ${says[0]}`, async () => {
    assert.deepEqual(await asked(vitals, path), says)
  })
}

test('health: numbers that cannot be had are an error of ours, and the next question is answered', async () => {
  let broken = true
  const vitals = {
    stuck: () => undefined,
    ready: async () => true,
    metrics: async () => {
      if (broken) throw new Error('the journal is closed')
      return {}
    },
  }
  const health = await startHealth(0, vitals)
  const ask = () => fetch(`http://127.0.0.1:${health.port}/metrics`, { headers: { connection: 'close' } })
  try {
    assert.equal((await ask()).status, 500)
    broken = false
    assert.equal((await ask()).status, 200)
  } finally {
    await health.stop()
  }
})
