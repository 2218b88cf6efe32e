// Counts tests, not the suites and files around them.
export default async function* countReporter(source) {
  let passed = 0
  let failed = 0
  for await (const { type, data } of source) {
    if (data?.details?.type === 'suite') continue
    if (type === 'test:pass' && data.skip === undefined) passed += 1
    if (type === 'test:fail') failed += 1
  }
  yield JSON.stringify({ passed, failed })
}
