export default {
  home: '首页',
  goods: '商品', products: '产品', packagings: '包装规格', batches: '批次', batch: '批次', codeOrders: '码订单', codeOrder: '码订单', codeExports: '码文件', codeExport: '码文件', imports: '文件导入', import: '文件导入', lookUp: '查码', recalls: '召回', recall: '召回',
  channel: '渠道', organisations: '渠道商', organisation: '渠道商', territories: '区域', channelImport: '导入导出',
  routing: '路由', routingDraft: '修改路由',
  diversion: '窜货', cases: '案件', case: '案件', alerts: '预警', diversionPolicy: '判定规则', diversionDraft: '修改判定规则', diversionReplay: '规则回放',
  money: '资金', programmes: '返利政策', programme: '返利政策', statements: '对账结算', period: '账期', statement: '对账单', wins: '中奖记录', payouts: '提现', reconciliations: '对账差异', ledger: '账本',
  ledgerAccounts: '账户', ledgerAccount: '账户',
  programmeVersion: '政策版本', adjustments: '调整单', bankAccounts: '收款账户', bankRuns: '银行付款', bankRun: '银行付款', credits: '货款抵扣', credit: '货款抵扣', reconciliation: '对账差异', moneyPolicies: '资金规则',
  contact: '沟通', threads: '咨询', thread: '咨询', announcements: '公告', announcement: '公告', announce: '发公告',
  people: '人员', users: '控制台用户', user: '用户', audit: '操作日志', requests: '个人信息请求', request: '个人信息请求', account: '我的账号',
}
