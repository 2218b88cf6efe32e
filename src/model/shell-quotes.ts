type Context = 'plain' | 'single' | 'double'

/**
 * Does this shell text end inside quotes? Command substitutions start afresh inside double quotes, as a shell reads them;
 * a backslash outside single quotes takes the next character with it.
 */
export function opensQuote(text: string): boolean {
  if (opensHereDocument(text)) return true
  const stack: Context[] = ['plain']
  for (let at = 0; at < text.length; at += 1) at += step(stack, text, at)
  return stack.at(-1) !== 'plain'
}

/** Reads one character; gives how many more to skip. */
function step(stack: Context[], text: string, at: number): number {
  const context = stack.at(-1)
  const char = text[at]
  if (context === 'single') return char === "'" ? pop(stack) : 0
  if (char === '\\') return 1
  if (char === '"') return context === 'double' ? pop(stack) : push(stack, 'double')
  if (char === '$' && text[at + 1] === '(') return push(stack, 'plain') + 1
  if (context === 'double') return 0
  if (char === "'") return push(stack, 'single')
  if (char === '(') return push(stack, 'plain')
  if (char === ')' && stack.length > 1) return pop(stack)
  return 0
}

function push(stack: Context[], context: Context): number {
  stack.push(context)
  return 0
}

function pop(stack: Context[]): number {
  stack.pop()
  return 0
}

/** A here-document that has not ended: quoting means nothing inside it. */
function opensHereDocument(text: string): boolean {
  const starts = [...text.matchAll(/(?<!<)<<-?\s*(['"\\]?)(\w+)\1/g)]
  return starts.some(
    (start) => !new RegExp(`^\\t*${start[2]}$`, 'm').test(text.slice((start.index ?? 0) + start[0].length)),
  )
}
