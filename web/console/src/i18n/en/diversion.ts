import type zh from '../zh/diversion'

export default {} satisfies Record<keyof typeof zh, unknown>
