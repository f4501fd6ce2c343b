package intake

// orgWords are a report's.
type orgWords struct {
	sheet                              string
	heads                              [5]string
	outcomes, would                    map[byte]string // what became of a row, and would become of it
	refused, keptOut, cancelled, taken string
}

// orgWordsIn are the words in Chinese (true) and in English.
var orgWordsIn = map[bool]orgWords{
	true: {
		sheet: "导入结果", heads: [5]string{"行号", "结果", "有误的列", "原因", "处理办法"},
		outcomes: map[byte]string{rowCreated: "已新建", rowUpdated: "已修改", rowUnchanged: "没有变化"},
		would:    map[byte]string{rowCreated: "将新建", rowUpdated: "将修改", rowUnchanged: "没有变化"},
		refused:  "有误", keptOut: "未导入（别的行有误）", cancelled: "导入已取消，可能未写入", taken: "已导入",
	},
	false: {
		sheet: "Import", heads: [5]string{"line", "result", "wrong column", "reason", "what to do"},
		outcomes: map[byte]string{rowCreated: "created", rowUpdated: "changed", rowUnchanged: "unchanged"},
		would:    map[byte]string{rowCreated: "would be created", rowUpdated: "would be changed", rowUnchanged: "unchanged"},
		refused:  "wrong", keptOut: "not taken in, since other rows are wrong", cancelled: "cancelled; perhaps not written", taken: "taken in",
	},
}
