import type zh from '../zh/channel'

export default {} satisfies Record<keyof typeof zh, unknown>
