// Counts tests, not the suites and files around them, and adds up how long the tests of each file took.
export default async function* countReporter(source) {
  let passed = 0
  let failed = 0
  const seconds = {}
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue
    const { file, nesting, details } = data
    if (file && nesting === 0) seconds[file] = (seconds[file] ?? 0) + details.duration_ms / 1000
    if (details.type === 'suite') continue
    if (type === 'test:fail') failed += 1
    else if (data.skip === undefined) passed += 1
  }
  yield JSON.stringify({ passed, failed, seconds })
}
