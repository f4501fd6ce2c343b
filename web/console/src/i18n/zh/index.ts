import common from './common'
import menu from './menu'

export default { common, menu }
