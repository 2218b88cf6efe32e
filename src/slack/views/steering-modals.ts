import { liveStep, type Run } from '../../model/run.ts'
import type { Ref } from '../ref.ts'
import { plain, section } from './block.ts'
import type { Modal } from './card.ts'
import { dataWords } from './data-words.ts'
import { field, modal, reasonField } from './modal.ts'
import { bold, code, lines, long, md } from './mrkdwn.ts'
import { handWork } from './waits-for.ts'

/** Verbs that need nothing but a reason. */
export type ReasonVerb = 'hold' | 'skip' | 'rollback' | 'abort'

interface Words {
  readonly title: string
  readonly meaning: string
  readonly label: string
}

const WORDS: Readonly<Record<ReasonVerb, Words>> = {
  hold: {
    title: 'Hold',
    meaning: 'A step that is running ends first. After that nothing happens until somebody releases the run.',
    label: 'Why does it have to stop?',
  },
  skip: {
    title: 'Skip this step',
    meaning: 'The run goes on as if the step were done, without running it. Every later gate shows your reason.',
    label: 'Why is it safe to go on without it?',
  },
  rollback: {
    title: 'Roll back',
    meaning:
      'Every step that changed something is taken back, latest first. Data written to the target since then may be lost.',
    label: 'Why does it have to go back?',
  },
  abort: {
    title: 'Abort',
    meaning:
      'The jobs on the hosts are stopped and the run ends. What it has changed stays as it is; nothing is taken back.',
    label: 'Why is it given up?',
  },
}

/** Asks why, and says what will happen. */
export function reasonModal(verb: ReasonVerb, ref: Ref): Modal {
  const { title, meaning, label } = WORDS[verb]
  const of = verb === 'skip' && ref.step ? md` at ${bold(ref.step)}` : md``
  return modal({
    verb,
    ref,
    title,
    submit: title === 'Skip this step' ? 'Skip' : title,
    blocks: [section(md`*${title}:* ${code(ref.run)}${of}\n${meaning}`), reasonField(label, 'Stays in the record.')],
  })
}

/** Asks why somebody says no. */
export function denyModal(ref: Ref): Modal {
  const meaning = 'The run is held. Nothing happens until somebody releases it; then the question is asked again.'
  return modal({
    verb: 'deny',
    ref,
    title: 'Deny',
    submit: 'Deny',
    blocks: [
      section(md`*Deny:* ${code(ref.run)} at ${bold(ref.step ?? '-')}\n${meaning}`),
      reasonField('What has to change first?', 'The driver reads this. Stays in the record.'),
    ],
  })
}

/** Says that hand work is done, with the instructions once more. */
export function doneModal(run: Run, ref: Ref): Modal {
  const work = handWork(run)
  return modal({
    verb: 'done',
    ref,
    title: 'Done by hand',
    submit: 'Done',
    blocks: [
      section(
        lines(
          md`${bold(work?.step.title ?? ref.step ?? run.id)} for ${code(run.id)}`,
          work && long(work.instructions, 2000),
        ),
      ),
      reasonField('What did you do and see?', 'Stays in the record. May be left empty.', true),
    ],
  })
}

/** Asks somebody who looked at the host how an uncertain step ended. */
export function resolveModal(run: Run, ref: Ref): Modal {
  const options = [
    option('succeeded', 'It worked', 'The run goes on after this step.'),
    option('failed', 'It did not work', 'The step counts as failed; then retry, skip or roll back.'),
  ]
  return modal({
    verb: 'resolve',
    ref,
    title: 'Resolve',
    submit: 'Resolve',
    blocks: [
      section(lines(md`${bold(liveStep(run)?.title ?? run.id)} for ${code(run.id)}`, dataWords(run))),
      field({ name: 'outcome', label: 'How did it end?', element: { type: 'radio_buttons', options } }),
      reasonField('What did you see on the host?', 'Stays in the record.'),
    ],
  })
}

function option(value: string, text: string, description: string) {
  return { value, text: plain(text, 75), description: plain(description, 75) }
}
