import type { LocalSlack, Message } from '../../../src/local-slack/index.ts'
import type { House } from './slack-house.ts'

/** Every message that stands in a channel, those in threads included. */
export function standingIn({ messages }: LocalSlack, channel: string): readonly Message[] {
  return messages(channel).flatMap(({ ts }) => messages(channel, ts))
}

/**
 * What a channel says, line by line, the same for two runs of one kind: ids, numbers and units are left out, and the order
 * too, since people and jobs are not equally quick each time.
 */
export function saidIn(house: House, channel: string, runId: string): readonly string[] {
  const lines = standingIn(house.slack, channel).flatMap(({ text, files }) => [
    ...text.split('\n'),
    ...files.map((file) => fileName(house, file)),
  ])
  return lines.map((line) => bare(line.replaceAll(runId, 'RUN').replaceAll(channel, 'CHANNEL'))).sort()
}

function fileName({ slack }: House, id: string): string {
  return `file ${slack.files().find((file) => file.id === id)?.name}`
}

function bare(line: string): string {
  return line
    .replaceAll(/<!date[^>]*>/g, 'AT')
    .replaceAll(/\d[\d.,:-]*( (ms|s|min|h|seconds?|minutes?|[KMG]i?B|B|bytes?))?/g, 'N')
}

/** The marks of letters that stand there more than once, with the texts of a run's channel and the direct messages of people. */
export function postedTwice(
  { slack }: House,
  channels: readonly string[],
  people: readonly string[],
): readonly string[] {
  const all = [
    ...channels.flatMap((channel) => standingIn(slack, channel)),
    ...people.flatMap((person) => slack.dms(person)),
  ]
  const marks = all.flatMap(({ metadata }) => (metadata ? [JSON.stringify(metadata['event_payload'])] : []))
  const keys = marks.map((mark) => mark.replace(/,?"version":\d+/, ''))
  return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))]
}
