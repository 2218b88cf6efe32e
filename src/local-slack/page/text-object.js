import { mrkdwn, plainText } from './mrkdwn.js'

/** A text object of either kind as markup; nothing when there is none. */
export const textObject = (object, names) => {
  if (!object) return ''
  return object.type === 'mrkdwn' ? mrkdwn(String(object.text), names) : plainText(String(object.text))
}
