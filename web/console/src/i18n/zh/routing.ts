export default {
  face: { '*': '其他各面', pallet: '托盘', case_outer: '箱外', case_inner: '箱内', box_outer: '盒外', box_inner: '盒内', unit_outer: '单品外（明码）', unit_inner: '单品内（盖内暗码）' },
  role: { consumer: '消费者', guide: '导购', terminal: '终端', salesperson: '业务员', distributor: '经销商' },
  action: { claim: '领奖', guide_reward: '导购奖励', case_open: '开箱奖励', trace: '溯源', verify: '验真' },
  table: '谁扫哪一面，到哪个页面', tableHint: '每一列是扫码人的角色，每一行是被扫的码面。单独设定的优先，其余按“其他各面”。', lands: '谁落到哪里', landsHint: '由系统按这份规则逐格试算的结果。', rules: '规则表', nothing: '不受理', inherits: '同其他各面',
  scanned: '码面', page: '页面', pageOf: '{face} · {role}：页面', actionOf: '{face} · {role}：动作', rest: '按其他各面', try: '试算', tried: '试算结果', changed: '有变化', triedSame: '和现行规则落点相同。', triedChanged: '{n} 格落点有变化，已标出。', tryFirst: '试算后可以发布。', stale: '草稿改过了，请重新试算。',
}
