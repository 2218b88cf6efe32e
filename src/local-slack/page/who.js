import { html } from './html.js'

const label = (person) => (person.title ? `${person.displayName} (${person.title})` : person.displayName)

/** The person the address asks for with `?as=`, else the first one. */
export const personIn = ({ search }, people) => {
  const asked = new URLSearchParams(search).get('as')
  return (people.find((person) => person.id === asked) ?? people[0]).id
}

/** The choices of who to be. */
export const whoMarkup = (people, me) =>
  people
    .map(
      (person) =>
        html`<option value="${person.id}"${person.id === me ? html` selected` : ''}>${label(person)}</option>`,
    )
    .join('')
