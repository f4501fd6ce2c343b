import type zh from '../zh/people'

export default {} satisfies Record<keyof typeof zh, unknown>
