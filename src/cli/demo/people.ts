/** Who is in the demo's workspace; the duty is what drover.yml gives them. */
export const PEOPLE = [
  { id: 'U0DINA', name: 'dina', displayName: 'Dina', title: 'on call, starts the move', role: undefined },
  { id: 'U0AMINA', name: 'amina', displayName: 'Amina', title: 'dba', role: 'dba' },
  { id: 'U0JOSEPH', name: 'joseph', displayName: 'Joseph', title: 'data owner', role: 'data-owner' },
  { id: 'U0LENA', name: 'lena', displayName: 'Lena', title: 'analytics lead', role: 'analytics-lead' },
  { id: 'U0SAM', name: 'sam', displayName: 'Sam', title: 'sre lead', role: 'sre-lead' },
  { id: 'U0NOBU', name: 'nobu', displayName: 'Nobu', title: 'no role', role: undefined },
] as const

export const CHANNEL = { id: 'C0MOVES', name: 'data-moves' }

/** The person who holds a role in the demo. */
export function holderOf(role: string): string {
  const holder = PEOPLE.find((person) => person.role === role)
  if (!holder) throw new Error(`nobody in the demo is ${role}`)
  return holder.id
}
