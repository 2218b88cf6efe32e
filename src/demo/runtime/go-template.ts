/**
 * Fills the few forms of Go templates that `docker inspect --format` is used with: `{{.A.B}}`,
 * `{{json .A.B}}`, `{{index .A "b"}}` and `{{range .A}}{{println .}}{{end}}`.
 */
export function fillTemplate(template: string, value: unknown): string {
  const ranged = template.replace(/\{\{range (\S+?)\}\}(.*?)\{\{end\}\}/gs, (_, path: string, body: string) => {
    const items = at(value, path)
    return Array.isArray(items) ? items.map((item) => fillItem(body, item)).join('') : ''
  })
  return ranged.replace(
    /\{\{\s*(json\s+)?(?:index\s+)?(\.[\w.]*)(?:\s+"([^"]+)")?\s*\}\}/g,
    (_, json: string | undefined, path: string, key: string | undefined) => {
      const found = key === undefined ? at(value, path) : at(at(value, path), `.${key}`, false)
      return json ? JSON.stringify(found) : String(found ?? '')
    },
  )
}

function fillItem(body: string, item: unknown): string {
  return body.replace(/\{\{\s*(println\s+)?\.\s*\}\}/g, (_, line: string | undefined) => `${item}${line ? '\n' : ''}`)
}

function at(value: unknown, path: string, isSplit = true): unknown {
  const keys = isSplit ? path.split('.').filter(Boolean) : [path.slice(1)]
  return keys.reduce<unknown>((inner, key) => {
    if (typeof inner !== 'object' || inner === null) return undefined
    return Object.entries(inner).find(([name]) => name === key)?.[1]
  }, value)
}
