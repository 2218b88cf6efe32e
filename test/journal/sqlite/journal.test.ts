import { journalContract } from '../contract.ts'
import { openSample } from './open-sample.ts'

journalContract('sqlite', openSample)
