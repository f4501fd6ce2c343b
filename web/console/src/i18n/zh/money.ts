export default {
  programme: {
    add: '新建政策', addHint: '先定编号和类型；条款写在版本里，发布后生效。', code: '政策编号', name: '政策名称', kind: '类型', created: '创建时间',
    empty: '还没有返利政策。新建一个，起草版本，用过去的数据试算，再发布。', versions: '版本', standings: '执行情况', targets: '目标', displays: '陈列',
    draft: '起草新版本', noVersions: '还没有版本。起草一个，写明条款和起止日期。', retire: '终止政策', retireHint: '从这一天起不再计返利；之后才开始的版本会被撤回。按期累计的政策只能终止在期初。', retireDay: '终止日期',
    version: '版本 {n}', newVersion: '新版本', days: '起止日期', openEnd: '长期有效', until: '止于（不含）', fromDay: '开始日期', toDay: '结束日期（不含）', toHint: '不填则长期有效，直到终止。',
    fromHint: '从明天起的任意一天。', fromPeriodHint: '须是将来某期的第一天。', published: '发布时间', terms: '条款', publish: '发布', publishAsk: '发布后条款不能再改，到开始日期自动生效。确定发布吗？',
    saved: '草稿已保存', conflict: '别人刚改过这份草稿', edition: '第 {n} 稿', period: '统计期',
  },
  kind: { per_unit: '按件', tiered: '分段累进', retrospective: '达量全返', growth: '增长', mix: '品项组合', new_terminal: '新终端', display: '陈列', target: '目标达成' },
  kindHint: {
    per_unit: '每动销一件，当场按层级返。', tiered: '每件按它落在的档位返，只有超出部分用更高的档。', retrospective: '销量到达哪一档，全部件数都按这一档返。',
    growth: '按比上一期或去年同期的增长率，全部件数按所达档位返。', mix: '所列产品里够数的品项都卖到规定件数，返一笔。', new_terminal: '下属每有一家终端首次卖到规定件数，返一笔。',
    display: '每家终端每期有一张通过的陈列照片，返一笔。', target: '达成目标的某个比例，返一笔，也可按件返。',
  },
  versionState: { draft: '草稿', published: '已发布', withdrawn: '已撤回', inForce: '执行中', toCome: '待生效', over: '已结束' },
  every: { month: '每月', quarter: '每季度', year: '每年' },
  tier: { regional: '区域公司', distributor: '经销商', wholesaler: '二批', terminal: '终端' },
  term: {
    every: '统计周期', cap: '单家上限', budget: '总预算', perPeriod: '{amount} 元 / 期', unlimited: '不限', limitHint: '每期；不填则不限。', scope: '范围', allGoods: '全部产品', allOrgs: '全部渠道商',
    products: '产品', skus: '产品', lines: '产品线', organisations: '参加的渠道商', subtree: '连同其下级', skusHint: '与产品线合并计算；都不填为全部产品。', linesHint: '输入产品线代码后回车。', orgsHint: '不填为全部渠道商。',
    shares: '各层级得到的比例', sharesHint: '各层级按自己名下的业绩计算，得其中的百分之几；不填的不参加。', rates: '每件返利', addSku: '个别产品另定',
    steps: '档位', addStep: '添加一档', removeStep: '删除第 {n} 档', from: { units: '超过件数', growth: '增长率达到', target: '达成率达到', reached: '达到件数' }, fen: '每件', bonus: '一次性',
    over: '对比', overs: { previous_period: '上一期', previous_year: '去年同期' }, floor: '基数下限', floorHint: '上期不足这个件数（例如新渠道商）时，按这个件数算增长。',
    atLeast: '至少品项数', unitsEach: '每个品项件数', bonusFen: '返利金额', newUnits: '首批件数', measure: '考核口径', measures: { sell_out: '动销（终端卖出）', sell_in: '进货（收货减退货）' },
    nobody: '没有层级参加',
  },
  whatIf: {
    title: '试算', hint: '用已经过去的日子试算这一版会付多少，与实际支付对比。只计算，不写入任何数据。', run: '试算', would: '按这一版会付', paid: '实际已付', difference: '相差', capped: '因上限和预算扣减',
    exhausted: '预算会用完', cut: '数据太多，只算到 {day}。', periods: '其中完整的统计期：{list}', none: '这段时间没有任何渠道商会得到返利。', organisations: '影响最大的 {n} 家，共 {total} 家', picture: '影响最大的渠道商：试算与实际对比',
    needDays: '请先选择区间',
  },
  standing: {
    org: '渠道商', tier: '层级', units: '件数', earned: '按条款应返', posted: '已计返利', used: '上限已用', reasons: '扣减原因', due: '有新数据待计算', fact: '依据', empty: '这一期还没有渠道商产生业绩。',
    facts: { before: '对比期 {n} 件', products: '达标品项 {n}', target: '目标 {n} 件', terminals: '终端 {n} 家' }, reason: { cap_reached: '达到单家上限', budget_exhausted: '预算用完' },
    terminals: '计入的终端',
  },
  target: { set: '设置目标', setHint: '按渠道商编号一次可填多家；件数为 0 表示取消目标。', org: '渠道商', units: '目标件数', setBy: '设置人', setAt: '设置时间', empty: '这一期还没有目标。没有目标的渠道商不参加这项政策。', more: '再加一家', },
  display: {
    approve: '通过陈列', approveHint: '看过终端的陈列照片后登记。当天有执行中的版本才会返利。', terminal: '终端', photo: '照片存放处', shownOn: '拍摄日期', approvedBy: '通过人', approvedAt: '通过时间', withdraw: '撤回',
    withdrawHint: '撤回后，因它计的返利也会收回。', withdrawn: '已撤回', stands: '有效', empty: '还没有通过的陈列。',
  },
  rebateLine: {
    sold: '动销时间', what: '依据', fen: '返利', version: '{programme} 第 {n} 版', basic: '基础返利', diverted: '窜货', claimed: '消费者 {at}', guided: '导购 {at}', opened: '开箱 {at}',
    units: '{n} 件', txn: '账目 {id}', period: '{period} 期',
  },
}
