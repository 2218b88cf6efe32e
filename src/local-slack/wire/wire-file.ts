import type { Fields } from '../fields.ts'
import type { StoredFile } from '../workspace/stored-file.ts'

/** A file as Slack's methods spell it. */
export const wireFile = (file: StoredFile): Fields => ({
  id: file.id,
  name: file.name,
  title: file.title,
  mimetype: file.mimeType,
  filetype: file.name.split('.').at(-1) ?? '',
  size: file.sizeBytes,
  ...(file.altText === undefined ? {} : { alt_txt: file.altText }),
  url_private: `/files/${file.id}/${encodeURIComponent(file.name)}`,
  shares: file.channel && file.messageTs ? { public: { [file.channel]: [{ ts: file.messageTs }] } } : {},
  channels: file.channel ? [file.channel] : [],
})
