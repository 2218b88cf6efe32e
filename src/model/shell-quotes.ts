/** `arithmetic` and `comment` are no quotes, but a quoted word is no word inside them either. */
type Context = 'plain' | 'single' | 'ansi' | 'double' | 'arithmetic' | 'comment'

/**
 * Is a quoted word at the end of this shell text no word of its own? So it is inside quotes, arithmetic, a comment or
 * a here-document, and right behind a `$`. Command substitutions start afresh inside double quotes, as a shell reads
 * them; a backslash outside single quotes takes the next character with it. Backticks cannot be written in a template.
 */
export function opensQuote(text: string): boolean {
  const code = withoutHereDocuments(text)
  if (code === undefined) return true
  const stack: Context[] = ['plain']
  let at = 0
  for (; at < code.length; at += 1) at += step(stack, code, at)
  const isEscaped = at > code.length
  return stack.at(-1) !== 'plain' || isEscaped || /(?<!\\)(\\\\)*(\$|<<-?[ \t]*)$/.test(code)
}

/** Reads one character; gives how many more to skip. */
function step(stack: Context[], text: string, at: number): number {
  const char = text.charAt(at)
  switch (stack.at(-1)) {
    case 'single':
      return char === "'" ? pop(stack) : 0
    case 'ansi':
      return char === '\\' ? 1 : char === "'" ? pop(stack) : 0
    case 'comment':
      return char === '\n' ? pop(stack) : 0
    case 'double':
      return char === '\\' ? 1 : char === '"' ? pop(stack) : opening(stack, text, at)
    case 'arithmetic':
      return char === '(' ? push(stack, 'arithmetic') : char === ')' ? pop(stack) : opening(stack, text, at)
    default:
      return plain(stack, text, at)
  }
}

function plain(stack: Context[], text: string, at: number): number {
  const char = text.charAt(at)
  if (char === '\\') return 1
  if (char === '"') return push(stack, 'double')
  if (char === "'") return push(stack, 'single')
  if (text.startsWith("$'", at)) return push(stack, 'ansi') + 1
  if (char === '#' && beginsWord(text, at)) return push(stack, 'comment')
  if (text.startsWith('((', at)) return push(stack, 'arithmetic', 'arithmetic') + 1
  if (char === '(') return push(stack, 'plain')
  if (char === ')' && stack.length > 1) return pop(stack)
  return opening(stack, text, at)
}

/** A separator that a backslash takes along is a letter of the word like any other. */
function beginsWord(text: string, at: number): boolean {
  return at === 0 || /(?<!\\)(?:\\\\)*[\s;&|()]$/.test(text.slice(0, at))
}

/** What begins a command, or arithmetic, also inside double quotes. */
function opening(stack: Context[], text: string, at: number): number {
  if (text.startsWith('$((', at)) return push(stack, 'arithmetic', 'arithmetic') + 2
  return text.startsWith('$(', at) ? push(stack, 'plain') + 1 : 0
}

function push(stack: Context[], ...contexts: Context[]): number {
  stack.push(...contexts)
  return 0
}

function pop(stack: Context[]): number {
  stack.pop()
  return 0
}

const HERE = /(?<!<)<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|\\?([^\s;&|<>()'"\\]+))/

/** The text without the bodies of its here-documents, where quotes are letters; undefined when one has not ended. */
function withoutHereDocuments(text: string): string | undefined {
  const found = HERE.exec(text)
  if (!found) return text
  const [start, dash, ...names] = found
  const after = found.index + start.length
  const lines = text.slice(after).split('\n')
  const name = names.find((one) => one !== undefined)
  const end = lines.findIndex((line, index) => index > 0 && (dash ? line.replace(/^\t+/, '') : line) === name)
  if (end === -1) return undefined
  const rest = withoutHereDocuments([lines[0], ...lines.slice(end + 1)].join('\n'))
  return rest === undefined ? undefined : `${text.slice(0, found.index)}${rest}`
}
