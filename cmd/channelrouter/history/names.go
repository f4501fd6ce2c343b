package history

// Names of firms and shops are invented: a word, and what it is. Whoever bears one by chance is
// not meant.

var firmWords = []string{
	"恒润", "嘉禾", "盛泰", "鑫源", "华泽", "瑞丰", "天佑", "启明", "万和", "顺达", "锦程", "安康", "博远", "立信", "兴隆", "金桥", "联盛", "德容", "景泰", "永昌",
	"益民", "正阳", "同辉", "新禾", "润家", "百川", "长青", "汇通", "佳禾", "富康",
}

var firmKinds = []string{"商贸有限公司", "母婴用品有限公司", "食品销售有限公司", "供应链有限公司", "乳品经营部"}

var wholesaleKinds = []string{"批发部", "母婴批发", "商行", "乳品批发", "贸易行"}

var shopWords = []string{
	"贝乐", "爱婴", "小天使", "宝宝乐", "优贝", "童年", "亲亲", "乖乖", "喜洋洋", "小脚丫", "阳光宝贝", "蓓蕾", "萌芽", "朵朵", "小太阳", "心贝", "妈咪", "亲子", "可儿", "豆豆",
	"福娃", "童心", "爱贝", "幸孕", "嘟嘟", "皇家宝贝", "安琪", "佑宝", "康贝", "小蜜蜂", "果果", "多多", "美贝", "金宝", "彩虹", "星星", "月亮", "小树苗", "大手小手", "禾苗",
}

var shopKinds = []string{"母婴店", "孕婴店", "母婴生活馆", "孕婴童", "婴童用品", "奶粉专卖", "母婴坊", "超市"}

var streets = []string{
	"人民路", "中山路", "解放路", "建设路", "新华街", "和平路", "文化路", "东风路", "胜利街", "朝阳路", "滨河路", "学府路", "花园街", "迎宾路", "长江路", "育才路",
}

// firm is a distributor's name.
func firm(d draw, city string) string { return city + pick(d, firmWords) + pick(d, firmKinds) }

// wholesaler is a second-tier wholesaler's.
func wholesaler(d draw, city string) string {
	return city + pick(d, firmWords) + pick(d, wholesaleKinds)
}

// shop is a terminal's, told from its likes by its street.
func shop(d draw, city string) string {
	return city + pick(d, shopWords) + pick(d, shopKinds) + "（" + pick(d, streets) + "店）"
}
