import type { Fields } from './contacts.ts'

const form = (name: string, title: string): [string, Fields] => [
  `form:${name}`,
  {
    type: 'form',
    title,
    context: { person: true, place: false },
    _attachments: {
      xml: {
        content_type: 'application/xml',
        revpos: 1,
        digest: 'md5-i9dawqJjUiuvAz4wh3TMwQ==',
        length: 21,
        stub: true,
      },
    },
  },
]

/** Documents that every instance has once, as `[id, fields]`. */
export const FIXED: readonly [string, Fields][] = [
  ['_design/medic', { language: 'javascript', views: { doc_by_type: { map: 'function (doc) { emit(doc.type); }' } } }],
  [
    '_design/medic-client',
    { language: 'javascript', views: { reports_by_date: { map: 'function (doc) { emit(1); }' } } },
  ],
  ['settings', { type: 'settings', settings: { locale: 'en', place_hierarchy_types: ['district_hospital'] } }],
  ['messages-en', { type: 'translations', code: 'en', name: 'English', generic: { Greeting: 'Welcome' } }],
  ['resources', { type: 'resources', resources: { icon: 'icon.svg' } }],
  form('pregnancy', 'Pregnancy'),
  form('delivery', 'Delivery'),
  form('immunization_visit', 'Immunization visit'),
]
