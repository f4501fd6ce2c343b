import type zh from '../zh/money'

export default {} satisfies Record<keyof typeof zh, unknown>
