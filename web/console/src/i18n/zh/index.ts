import channel from './channel'
import common from './common'
import contact from './contact'
import diversion from './diversion'
import goods from './goods'
import home from './home'
import menu from './menu'
import money from './money'
import people from './people'
import policy from './policy'
import routing from './routing'

export default { channel, common, contact, diversion, goods, home, menu, money, people, policy, routing }
