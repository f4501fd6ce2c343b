import type zh from '../zh/goods'

export default {} satisfies Record<keyof typeof zh, unknown>
