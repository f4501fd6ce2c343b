export default {
  topics: { goods: '货品', reward: '奖励', rebate: '返利', order: '订单', diversion: '窜货', other: '其他' },
  roles: { consumer: '消费者', guide: '导购', terminal: '终端', salesperson: '业务员', distributor: '经销商' },
  states: { open: '待答复', answered: '已答复', closed: '已结束' },
  topic: '事由', role: '身份', org: '所属渠道商', owner: '负责人', noOwner: '无人负责', since: '状态起始', waited: '已等待', opened: '提出时间', lastPost: '最近一条', posts: '条数', goods: '相关货品', product: '相关产品', person: '用户 {id}',
  minutes: '{n} 分钟', hours: '{n} 小时', days: '{n} 天', title: '{role}咨询：{topic}', noThreads: '没有这样的咨询。',
  take: '由我负责', hand: '转交', handTo: '转交给', drop: '不再负责', reply: '答复', replyHint: '对方会在小程序的消息里收到。', send: '发送', end: '结束咨询', endSure: '结束后，对方再写会重新打开。确定结束吗？', stale: '这条咨询刚刚有变化，已重新载入，请看过后再操作。',
  fromBrand: '品牌方', photo: '照片 {n}', hidden: '微信认为有风险，已隐藏', review: '请人工复核', risky: '微信认为有风险', unchecked: '尚未审核', readOnly: '您的角色只能查看。',
  announce: '发公告', announceTitle: '标题', body: '正文', page: '点开的页面', pageHint: '小程序里的页面路径，例如 pages/index/index；不填则只显示消息。', audience: '发给谁', roleHint: '至少一种身份。', orgs: '渠道商及其下级', regions: '地区', regionsHint: '行政区划代码的前 2、4 或 6 位，例如 3301 是杭州。', lines: '产品线', products: '产品', claimedDays: '多少天内领过奖', claimedHint: '只对消费者有意义；0 是一年内，没有其他条件时是全部消费者。', anywhere: '不限',
  estimate: '估算人数', estimated: '约 {n} 人', estimatedMore: '超过 {n} 人，发送时会数全', estimateFirst: '先估算人数，再发送。', sendSure: '将发给约 {n} 人，发出后不能收回已送达的。确定发送吗？', changed: '对象改过了，请重新估算。',
  announcementStates: { counting: '正在找人', sending: '正在发送', done: '已发完', cancelled: '已停止' },
  counted: '找到', sent: '进入消息箱', delivered: '微信送达', read: '已读', sentBy: '发送人', at: '发送时间', ended: '结束时间', cancel: '停止发送', cancelSure: '还没有收到的人将不再收到。确定停止吗？', noAnnouncements: '还没有发过公告。', recipients: '收件人', recipientsNone: '还没有人收到。', became: '结果', why: '原因', isRead: '已读',
  recipientStates: { waiting: '等待发送', inbox: '在消息箱', sent: '微信已受理', delivered: '已送达', failed: '只在消息箱', skipped: '只在消息箱' }, everybody: '全部', withinDays: '{n} 天内领过奖',
}
