/** An uploaded file. */
export interface StoredFile {
  id: string
  name: string
  title: string
  mimeType: string
  altText?: string
  channel?: string
  messageTs?: string
  sizeBytes: number
  bytes: Buffer
  /** False until the upload is completed; nobody sees it before. */
  isShared: boolean
}

const mimeTypes: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  log: 'text/plain',
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
  pdf: 'application/pdf',
}

/** The type of a file by the ending of its name. */
export const mimeTypeOf = (name: string): string =>
  mimeTypes[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream'
