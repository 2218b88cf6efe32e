import type { Listeners, SlackEvent, Work } from './bolt.ts'
import { clickerOf, submitterOf } from './inbox/asker-of.ts'
import { answerClick } from './inbox/clicks.ts'
import { answerCommand, answerMention } from './inbox/commands.ts'
import type { Desk } from './inbox/desk.ts'
import { showHome } from './inbox/home.ts'
import { type Delivery, type Inbox, sentenceFor } from './inbox/inbox.ts'
import {
  ClickBody,
  CommandBody,
  HomeBody,
  JoinedBody,
  MentionBody,
  SubmissionBody,
  UnarchivedBody,
} from './inbox/payloads.ts'
import { answerSubmission, wrongInputs } from './inbox/submissions.ts'
import type { Asker } from './talk.ts'
import { replyCard } from './views/index.ts'

/** What happens around people's acts. */
export interface Surroundings {
  /** The bot can post in a channel from now on. */
  readonly onLetIn: (channel: string) => Promise<void>
  /** A user group changed. */
  readonly onGroupsChanged: () => void
}

/** Brings what Slack sends to the desk, each delivery once. */
export function createListeners(inbox: Inbox, desk: Desk, around: Surroundings): Listeners {
  const tell = (asker: Asker) => (sentence: string) => desk.talk.whisper(asker, replyCard({ text: sentence }))
  const receive = async (delivery: Delivery): Promise<Work> => {
    try {
      const isNew = await inbox.receive(delivery.key)
      return isNew ? () => inbox.work(delivery) : async () => undefined
    } catch (error) {
      // What cannot be written down is not done, and whoever asked is told so: Slack itself would say nothing of why.
      return () => delivery.tell(sentenceFor(error, desk.log))
    }
  }
  return {
    command(raw) {
      const body = CommandBody.parse(raw)
      const asker = { userId: body.user_id, channel: body.channel_id }
      return receive({ key: body.trigger_id, work: () => answerCommand(body, desk), tell: tell(asker) })
    },
    click(raw) {
      const body = ClickBody.parse(raw)
      return receive({ key: body.trigger_id, work: () => answerClick(body, desk), tell: tell(clickerOf(body)) })
    },
    check(raw) {
      const body = SubmissionBody.safeParse(raw)
      return body.success ? wrongInputs(body.data) : {}
    },
    submission(raw) {
      const body = SubmissionBody.parse(raw)
      const key = `${body.view.id} ${body.view.hash ?? ''}`
      return receive({ key, work: () => answerSubmission(body, desk), tell: tell(submitterOf(body)) })
    },
    receiveEvent: inbox.receive,
    event: (type, raw) => onEvent(type, raw, inbox, desk, around),
  }
}

async function onEvent(
  type: SlackEvent,
  raw: unknown,
  inbox: Inbox,
  desk: Desk,
  { onLetIn, onGroupsChanged }: Surroundings,
): Promise<void> {
  switch (type) {
    case 'app_mention': {
      const body = MentionBody.parse(raw)
      const { user: userId, channel, thread_ts: threadTs } = body.event
      const tell = (text: string) => desk.talk.whisper({ userId, channel, threadTs }, replyCard({ text }))
      return await inbox.work({ key: body.event_id, work: () => answerMention(body, desk), tell })
    }
    case 'app_home_opened': {
      const { event, event_id: key } = HomeBody.parse(raw)
      if (event.tab === 'messages') return
      const tell = (text: string) => desk.talk.whisper({ userId: event.user }, replyCard({ text }))
      return await inbox.work({ key, work: () => showHome(event.user, desk), tell })
    }
    case 'member_joined_channel': {
      const { event, event_id: key } = JoinedBody.parse(raw)
      if (event.user !== desk.botUserId) return
      return await inbox.work({ key, work: () => onLetIn(event.channel), tell: async () => undefined })
    }
    case 'channel_unarchive':
    case 'group_unarchive': {
      const { event, event_id: key } = UnarchivedBody.parse(raw)
      return await inbox.work({ key, work: () => onLetIn(event.channel), tell: async () => undefined })
    }
    default:
      return onGroupsChanged()
  }
}
