import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PersonCommand } from '../../../src/model/command.ts'
import { eventText } from '../../../src/model/event-text.ts'
import { differences } from '../../../src/model/plan-change.ts'
import { sh } from '../../../src/model/shell.ts'
import { gateCard, notice, runCard, threadLine, whyClosed } from '../../../src/slack/views/index.ts'
import { ANNA, asking, DAN, OLGA, planFor, readCard, remote, type Story, smallSteps } from './build.ts'

const BETTER = remote('copy-tables', 'Copy the tables', {
  act: { do: 'job', on: 'new-pg', run: sh`copy --better`, files: {}, background: false },
})
const NOW = planFor(smallSteps().map((step) => (step.id === 'copy-tables' ? BETTER : step)))
const DIGEST = NOW.digest.slice(0, 12)
const MEMBERS = { dba: [DAN.id], 'data-owner': [OLGA.id] }
const WAYS =
  'Put the old file back, restart Drover, then /migrate release m7f3xq; or move the run to the new plan: /migrate adopt m7f3xq reason="…". Rollback and abort keep to the plan of the run.'
const CHANGED = 'The migration file gives another plan than the one of this run. copy-tables has another command.'

function changed(): Story {
  const story = asking()
  return story.tell({ type: 'plan-changed', digest: NOW.digest, says: differences(story.run.plan, NOW) })
}

function adopt(by: typeof ANNA, reason: string): PersonCommand {
  return { type: 'adopt', by, reason, today: { plan: NOW, unfit: [] } }
}

const asked = () => changed().tell(adopt(ANNA, 'It was slow.'))
const adopted = () => asked().tell(adopt(DAN, 'I read it.'))
const cardOf = (story: Story) => readCard(runCard(story.view({ members: MEMBERS })))

function post(story: Story, type: Parameters<Story['last']>[0]): string | undefined {
  const card = notice(story.run, story.last(type), story.view())
  return card && readCard(card)
}

test('the channel hears once that the file changed, and both ways on', () => {
  const story = changed()
  assert.equal(
    post(story, 'hold-asked'),
    `*Held:* *couch2pg-move* \`m7f3xq\` by Drover: ${CHANGED.replace(/\.$/, '')}. Nothing happens now. ${WAYS}`,
  )
  const change = story.events.findIndex(({ type }) => type === 'plan-changed')
  assert.equal(story.events[change + 1]?.type, 'hold-asked')
})

test('a run that somebody holds says of the file in a post of its own', () => {
  const story = asking().tell({ type: 'hold', by: DAN, reason: 'Lunch.' })
  story.tell({ type: 'plan-changed', digest: NOW.digest, says: differences(story.run.plan, NOW) })
  assert.equal(
    post(story, 'plan-changed'),
    `*Another plan in the file:* *couch2pg-move* \`m7f3xq\`. ${CHANGED}\n${WAYS}`,
  )
})

test('the card offers nothing that is refused, and says what to do', () => {
  const card = cardOf(changed())
  assert.match(card, /\*Waits for\* <@U0ANNA> to have the old file put back, or to ask for the plan of the new one\./)
  assert.ok(card.includes(WAYS))
  assert.doesNotMatch(card, /\[Release\]|\[Skip…\]/)
  assert.match(card, /\[Roll back…\]\n\[Abort…\]/)
})

test('what the driver asks for is told with its digest, and who can say so too', () => {
  const story = asked()
  const says = `<@U0ANNA> asks to go on by the plan \`${DIGEST}\` of the file: It was slow.`
  const next = 'Somebody else with *dba* or *data-owner* says so too: `/migrate adopt m7f3xq reason="…"`'
  assert.equal(
    post(story, 'adopt-asked'),
    `*Another plan?* *couch2pg-move* \`m7f3xq\`: ${says}\n• copy-tables has another command.\n${next}`,
  )
  assert.equal(
    readCard(threadLine(story.run, story.last('adopt-asked'), story.view()) ?? assert.fail()),
    `${says} copy-tables has another command.`,
  )
  assert.ok(cardOf(story).includes(`${says} ${next}`))
})

test('an adopted plan is told, in the thread and on every card from then on', () => {
  const story = adopted()
  assert.equal(
    post(story, 'adopted'),
    '*Plan changed:* *couch2pg-move* `m7f3xq`, by <@U0ANNA> and <@U0DAN>. Neither of them decides on a gate of it.\n• copy-tables has another command.\n`/migrate release m7f3xq` lets it go on by the new plan.',
  )
  const words =
    /\*Plan changed on the way\* by <@U0ANNA> and <@U0DAN>, <!date\^[^>]*>: It was slow \/ I read it\. copy-tables has another command\./
  assert.match(readCard(threadLine(story.run, story.last('adopted'), story.view()) ?? assert.fail()), words)
  assert.match(cardOf(story), words)
  story.tell({ type: 'release', by: ANNA }).measures()
  const { gate } = story.run
  assert.ok(gate)
  const card = readCard(gateCard(story.run, gate, story.view({ members: MEMBERS })))
  assert.match(card, words)
  assert.match(card, /\*dba\* \(nobody can: add somebody to `roles\.dba` in drover\.yml\)/)
})

test('the card of the gate that was open says that it fell with its plan', () => {
  const story = adopted()
  assert.equal(
    post(story, 'gate-fallen'),
    '*Approval fell:* *couch2pg-move* `m7f3xq`, *Go or no-go*. Nothing was done. What changed:\n• The plan of the run was changed by two people.\n• copy-tables has another command.',
  )
  assert.equal(
    whyClosed(story.last('gate-fallen'))?.split('\n')[0],
    'The question fell with the plan that it was asked for. A release asks again, by the new one.',
  )
})

test('the old file is told when it is back', () => {
  const story = changed().tell({ type: 'plan-follows' })
  assert.equal(
    post(story, 'plan-follows'),
    '*The file gives the plan again:* *couch2pg-move* `m7f3xq`. `/migrate release m7f3xq` lets it go on.',
  )
})

test('each of it is a line of plain words in the record', () => {
  const words = (story: Story, type: Parameters<Story['last']>[0]) => eventText(story.last(type))
  assert.deepEqual(
    [
      words(adopted(), 'plan-changed'),
      words(adopted(), 'adopt-asked'),
      words(adopted(), 'adopted'),
      words(changed().tell({ type: 'plan-follows' }), 'plan-follows'),
    ],
    [
      'The migration file gives another plan: copy-tables has another command.',
      `Asked to go on by the plan ${DIGEST}: It was slow. copy-tables has another command.`,
      `Goes on by the plan ${DIGEST}: I read it. copy-tables has another command.`,
      'The migration file gives the plan of the run again.',
    ],
  )
})
