import { config } from './config.ts'
import { output } from './output.ts'
import { params } from './params.ts'
import { payloads } from './payloads.ts'
import { shell } from './shell.ts'
import { stored } from './stored.ts'
import type { Target } from './target.ts'
import { typed } from './typed.ts'

/** A way into Drover, and its share of the inputs: a word for a shell is sooner tried than a plan is made. */
export interface Kind {
  readonly name: string
  readonly what: string
  readonly share: number
  readonly targets: readonly Target[]
}

/** Every kind, side by side as the table has them. */
export async function kinds(): Promise<readonly Kind[]> {
  return [
    { name: 'typed', what: 'typed lines', share: 35, targets: typed },
    { name: 'params', what: 'params and plans', share: 3, targets: await params() },
    { name: 'shell', what: 'words run by a shell', share: 30, targets: shell },
    { name: 'stored', what: 'rows of the journal', share: 10, targets: stored },
    { name: 'config', what: 'config files', share: 10, targets: config },
    { name: 'output', what: 'output of hosts', share: 12, targets: output },
    { name: 'payloads', what: 'payloads of Slack', share: 3, targets: payloads },
  ]
}
