export default {
  period: '期间', today: '今天', days7: '近 7 天', days30: '近 30 天', days90: '近 90 天', range: '自选日期',
  scans: '扫码', claims: '消费者领奖', sold: '动销', active_terminals: '活跃终端', reward_fen: '已发奖励', reward_points: '已发积分', rebate_fen: '应计返利',
  openCases: '未结窜货案件', payoutsWaiting: '待付提现', more: '超过 {n}',
  todayIs: '今天 {n}', before: '较上期 {share}', noBefore: '上期无数据', counting: '数据正在重新统计，尚不完整。',
  trend: '趋势', trendLabel: '{from} 至 {to} 每天的{figure}', figure: '指标',
  map: '区域', mapLabel: '{place}各地的{figure}，数字见右侧表格', china: '全国', up: '返回全国', place: '地区', nowhere: '地区不明', none: '这段时间没有数据。',
  live: '实时动态', pause: '暂停', goOn: '继续', away: '连接已断开，正在重连…', connected: '已连接', paused: '已暂停', skipped: '期间动态太多，只显示最近的。', quiet: '还没有动态。',
  scan: '扫码', claim: '领奖', case_opened: '新案件', case_confirmed: '案件成立', case_dismissed: '案件驳回', case_reversed: '案件撤销',
  payout_asked: '申请提现', payout_paid: '提现到账', payout_returned: '提现退回', diverted: '疑似窜货',
  rewarded: '已奖励', repeat: '重复', traced: '查验', claimed: '已领奖',
}
