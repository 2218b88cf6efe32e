import type { Outcome } from './deliver.ts'
import { faultOf } from './fault.ts'
import type { Mail } from './mail.ts'

/** Turns the people that letters are for into their direct message channels, since messages can only be edited there. */
export interface Places {
  within(channel: string, send: (channelId: string) => Promise<Outcome>): Promise<Outcome>
}

export function createPlaces(mail: Mail): Places {
  const dms = new Map<string, string>()
  const idOf = async (channel: string): Promise<string> => {
    if (!/^[UW]/.test(channel)) return channel
    const known = dms.get(channel) ?? (await mail.openDm(channel))
    dms.set(channel, known)
    return known
  }
  return {
    async within(channel, send) {
      try {
        return await send(await idOf(channel))
      } catch (error) {
        const fault = faultOf(error)
        return fault.is === 'unfit' ? { is: 'refused', code: fault.code } : fault
      }
    },
  }
}
