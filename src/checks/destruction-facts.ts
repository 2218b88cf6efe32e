import { defineCheck } from '../model/define-check.ts'
import { showDatabase } from './database-args.ts'
import { factsArgs } from './destruction-facts-args.ts'
import { judgeFacts } from './destruction-facts-judge.ts'
import { askServer, findPointers, lookAtCopy, lookInside } from './destruction-facts-measure.ts'

/**
 * What a person has to know of a database before it is dropped: how much it is, who uses it, what points at it, and what
 * stays. Its output `contents` is for the look after it was set aside: then nobody enters it any more, Drover neither.
 */
export const destructionFacts = defineCheck({
  name: 'destruction-facts',
  version: 1,
  args: factsArgs,
  title: ({ on }) => `What goes when ${'output' in on ? 'the database' : showDatabase(on)} is dropped`,
  measure: async ({ on, aside, copy }, tools, { run }) => {
    const server = await askServer(tools, on, aside ?? on.database)
    const [contents, found, stays] = await Promise.all([
      server.present && aside === undefined ? lookInside(tools, on, server) : undefined,
      findPointers(tools, on, server.others),
      copy && lookAtCopy(tools, copy),
    ])
    return { run, server, contents, ...found, copy: stays }
  },
  judge: judgeFacts,
})
