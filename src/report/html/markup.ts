/** Text that a browser may read as markup. */
export interface Html {
  readonly html: string
}

type Insert = string | number | Html | readonly Html[] | undefined

/** Builds markup. Everything inserted is text, whatever it holds, unless it is markup already. */
export function html(texts: TemplateStringsArray, ...inserts: readonly Insert[]): Html {
  return { html: texts.map((text, index) => `${text}${markupOf(inserts[index])}`).join('') }
}

/** Markup one after the other, or nothing where there is none. */
export function all<Item>(items: readonly Item[], each: (item: Item, index: number) => Html): Html {
  return { html: items.map((item, index) => each(item, index).html).join('') }
}

/** The markup, when something is so. */
export function when(is: boolean, markup: () => Html): Html {
  return is ? markup() : { html: '' }
}

function markupOf(insert: Insert): string {
  if (insert === undefined) return ''
  if (typeof insert === 'string') return escaped(insert)
  if (typeof insert === 'number') return String(insert)
  return 'html' in insert ? insert.html : insert.map((one) => one.html).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Characters that show nothing, or turn the direction of what follows, are written out. */
const UNSEEN = /(?![\n\t])\p{Cc}|[\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]|\p{Cs}/gu

function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
    .replace(UNSEEN, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
}
