import type zh from '../zh/home'

export default {} satisfies Record<keyof typeof zh, unknown>
