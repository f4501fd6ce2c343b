import type zh from '../zh/contact'

export default {} satisfies Record<keyof typeof zh, unknown>
