import { defineSubcommand } from '../src/kit.ts'

export default defineSubcommand({
  name: 'enroll',
  usage: '[code=<six digits>]',
  help: 'Get a step-up code: proof that an approval which cannot be undone is yours.',
  run: async ({ options }, { person, enrolling }) => {
    const { code } = options
    if (code === undefined) {
      await enrolling.offer(person.id)
      return {
        text: 'A picture for your authenticator app is in your messages with me. Take it up there, then type the six digits that the app shows: /migrate enroll code=<six digits>. It counts for nothing before that.',
      }
    }
    const isGone = await enrolling.confirm(person.id, code)
    const left = isGone
      ? 'The message with the picture is gone, since whoever sees it could copy it.'
      : 'The message with the picture could not be taken away: delete it in your messages with me, since whoever sees it could copy it.'
    return { text: `You have a step-up code now. ${left} Approvals that ask for one take the six digits of your app.` }
  },
})
