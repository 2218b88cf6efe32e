import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

/** What other tools were seen to get wrong, and the test that shows where Drover ends: its file, and how its title begins. */
const FAULTS: Readonly<Record<string, readonly [file: string, title: string]>> = {
  'an empty list of approvers lets everybody approve': [
    'model/judge.test.ts',
    'a gate without roles has nobody who may approve, never everybody',
  ],
  'a starter approves by another route': ['model/judge.test.ts', 'nobody approves their own run, by '],
  'a click counts after the time to decide': [
    'engine/gate-clock.test.ts',
    'a late click after the vote ran out finds the gate closed',
  ],
  'a timeout approves': [
    'engine/gate-clock.test.ts',
    'a vote that runs out approves nothing: the run is held, says who was missing, and asks again after a release',
  ],
  'closing a window decides': ['slack/gate-clicks.test.ts', 'closing a window decides nothing'],
  'the same click counts twice': [
    'slack/gate-clicks.test.ts',
    'two clicks of one person at once count once, and the other is answered in private',
  ],
  'a guest or somebody of another workspace votes': [
    'slack/roles.test.ts',
    'guests, bots and people of other workspaces hold no role through a channel they are in',
  ],
  'a vote outlives the role it was given in': [
    'engine/gate-clock.test.ts',
    'an approval falls when somebody lost the role they gave it in',
  ],
  'a quorum that cannot be reached is found at the gate': [
    'commands/starting.test.ts',
    'a gate that nobody could ever pass is refused before anything starts',
  ],
  'a runbook is edited after the vote': [
    'model/adopt.test.ts',
    'a run whose file gives another plan is held by Drover, and says what changed',
  ],
  'counts drift after the vote': [
    'engine/gate.test.ts',
    'what moved after the last approval fells it before anything acts, and a new revision asks again',
  ],
  'the bot dies between the act and its row': [
    'engine/job.test.ts',
    'a crash between the start and the row is found again: the job that runs is not started twice',
  ],
  'a reconnect starts what still runs': [
    'remote/job/once.test.ts',
    'another bot finds the job, its exact log from where the first left off, and its exit code',
  ],
  'a freeze stops the schedule and not a hand': [
    'engine/opening.test.ts',
    'a freeze stops a start by hand, and a later one stops the run between two steps',
  ],
  'a second start runs beside the first': [
    'journal/contract/exclusion.ts',
    'a second start with the same params is answered with the first',
  ],
  'what was approved and waits cannot be withdrawn': [
    'engine/opening.test.ts',
    'an approval that waits for the window is withdrawn, and the opening approves nothing',
  ],
  'users are switched to an empty target': ['checks/same-rows.test.ts', 'a target whose tables are there and empty'],
  'a hold during the switch is overrun': [
    'model/decide-steering.test.ts',
    'a hold while people switch users by hand lets them say that it is done, and nothing follows before the release',
  ],
  'a secret in an error of a host is shown': [
    'model/redaction.test.ts',
    'a secret is masked as it is, in a URL, in JSON, and line by line',
  ],
  'a secret in a param is kept': [
    'slack/windows.test.ts',
    'a password typed into the form is refused, and nothing is started',
  ],
  'a secret in the name of a file is shown': [
    'e2e/canary.test.ts',
    'nothing secret and nobody of the rows is seen anywhere, whatever commands, servers and people say',
  ],
  'a card breaks over two hundred steps': [
    'slack/views/run-card.test.ts',
    'fits a plan of two hundred steps into what Slack takes',
  ],
  'an outage of Slack cuts the bot off for good': [
    'slack/deliveries.test.ts',
    'the connections come back after an outage of several seconds',
  ],
  'an outage of Slack stops the run, or floods the channel after it': [
    '../bench/faults/slack/outage.ts',
    "'slack-outage'",
  ],
}

for (const [fault, [file, title]] of Object.entries(FAULTS))
  test(`not here: ${fault}`, () => {
    assert.ok(readFileSync(`test/${file}`, 'utf8').includes(title), `${file} has no test "${title}"`)
  })
