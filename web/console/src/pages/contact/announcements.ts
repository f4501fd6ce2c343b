import type { components } from '@/api/schema'

export type Announcement = components['schemas']['Announcement']
export type Audience = components['schemas']['Audience']

/** stateColour is that of an announcement's state. */
export const stateColour: Record<Announcement['state'], 'primary' | 'success' | 'info'> = { counting: 'primary', sending: 'primary', done: 'success', cancelled: 'info' }

/** going tells whether somebody is still to be told. */
export const going = (a: Announcement): boolean => a.state === 'counting' || a.state === 'sending'
