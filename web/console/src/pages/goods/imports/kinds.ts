import type { components } from '@/api/schema'

export type Import = components['schemas']['Import']
export type Kind = Exclude<Import['kind'], 'organisations'> // those are imported at the channel's own page

/** The columns of each kind of file, as a template that is filled in and sent back. */
export const templates: Record<Kind, string> = {
  foreign_codes: '编码\r\n88000000000001\r\n',
  packs: '单品码,箱码\r\n',
  shipments: '编码,发货方,收货方,发货时间,单号\r\n',
}

/** under tells whether an import is at work still. */
export const underWay = (i: Import): boolean => !['done', 'failed', 'cancelled'].includes(i.state)
