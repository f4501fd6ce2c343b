import type zh from '../zh/routing'

export default {} satisfies Record<keyof typeof zh, unknown>
