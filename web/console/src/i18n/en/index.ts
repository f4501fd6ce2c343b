import type zh from '../zh'
import common from './common'
import menu from './menu'

export default { common, menu } satisfies Record<keyof typeof zh, object>
