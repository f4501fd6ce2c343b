export default {
  versions: '版本', version: '第 {n} 版', factory: '默认规则', state: { current: '现行', coming: '将生效', past: '已失效' }, from: '{time} 起', always: '出厂设置',
  compare: '与…比较', same: '两版没有差别。', field: '项目', before: '原来', after: '改为', edit: '修改', again: '以此版为草稿', against: '{before} → {after}',
  draft: '草稿', based: '从{version}开始修改', publish: '发布', publishTitle: '发布新规则', inForce: '生效时间', inForceHint: '留空则立即生效。之前发生的扫码仍按旧版判定。',
  changes: '与现行规则的差别', noChanges: '与现行规则没有差别。', meanwhile: '您开始修改之后，有人发布了{version}。下面是您的草稿与它的差别；发布会取代它。', published: '已发布第 {n} 版', back: '继续修改', coming: '有一版将在 {time} 生效',
}
