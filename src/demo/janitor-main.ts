/** Program that clears away the bed whose folder is its argument; see janitor.ts. */
import { basename } from 'node:path'
import { sweep } from './sweep.ts'

const [bedDir = ''] = process.argv.slice(2)
if (basename(bedDir).startsWith('drover-bed-')) await sweep(bedDir)
