// `node .ci/build.mjs [folder] [program…]`: the programs as JavaScript, without looking for mistakes.
import { bundle } from './bundle.mjs'

const [folder = 'dist', ...more] = process.argv.slice(2)
await bundle(folder, ...more)
