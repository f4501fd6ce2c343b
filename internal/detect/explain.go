package detect

import "fmt"

// Words are what the texts of an explanation name.
type Words struct {
	Origin, Product, City string
}

// Language is that of an explanation.
type Language string

// The languages.
const (
	Chinese Language = "zh"
	English Language = "en"
)

// Explain says in a sentence what a finding is.
func (f Finding) Explain(l Language, w Words) string {
	form, known := sentences[f.Reason]
	if !known {
		return string(f.Reason)
	}
	if l == Chinese {
		return form.zh(f, w)
	}
	return form.en(f, w)
}

type sentence struct{ zh, en func(Finding, Words) string }

// say makes a sentence of two formats over the same values.
func say(zh, en string, values func(Finding, Words) []any) sentence {
	tell := func(format string) func(Finding, Words) string {
		return func(f Finding, w Words) string { return fmt.Sprintf(format, values(f, w)...) }
	}
	return sentence{tell(zh), tell(en)}
}

var sentences = map[Reason]sentence{
	ReasonOutside: say("%[1]d 位消费者在%[2]s扫了%[3]s的%[4]s，正常情况下约 %.1[5]f 位",
		"%[1]d consumers scanned %[4]s of %[3]s in %[2]s; about %.1[5]f would be normal", counted),
	ReasonBorder: say("%[1]d 位消费者在相邻的%[2]s扫了%[3]s的%[4]s，正常的边界流动约 %.1[5]f 位",
		"%[1]d consumers scanned %[4]s of %[3]s in %[2]s, next to its territory; about %.1[5]f cross the border normally", counted),
	ReasonTerminal: say("%[2]s的 %[5]d 家终端卖了 %[1]d 箱%[3]s的%[4]s，它们属于别的经销商",
		"%[5]d terminals in %[2]s, which are another distributor's, handled %[1]d cases of %[4]s of %[3]s", handled),
	ReasonGuide: say("%[2]s的 %[5]d 家别的经销商的终端的导购卖了 %[1]d 件%[3]s的%[4]s",
		"guides at %[5]d terminals of another distributor in %[2]s sold %[1]d units of %[4]s of %[3]s", handled),
	ReasonInspector: say("稽查人员在%[2]s发现了 %[1]d 件%[3]s的%[4]s",
		"inspectors found %[1]d units of %[4]s of %[3]s in %[2]s", handled),
	ReasonCase:     say("其中许多出自同几箱（共涉及 %[2]d 箱）", "many of them are of the same cases (%[2]d cases)", parts),
	ReasonShipment: say("它们集中在 %[2]d 批发货中", "they are concentrated in %[2]d shipments", parts),
	ReasonSpread: say("%[2]d 批发货中有 %[1]d 位消费者在许多外地城市，远多于正常",
		"%[1]d consumers of %[2]d shipments are in many foreign cities, far more than normal", parts),
	ReasonTravel:       say("同一个码在 %[2]d 座城市出现，快过任何交通工具", "one code was in %[2]d cities, faster than anybody travels", places),
	ReasonClone:        say("同一个码被 %[1]d 个账号在 %[2]d 座城市扫过", "one code was scanned by %[1]d accounts in %[2]d cities", places),
	ReasonDamaged:      say("%[1]d 箱的箱码被撕毁、调换或读不出", "the codes of %[1]d cases were cut off, swapped or could not be read", places),
	ReasonNeverShipped: say("%[1]d 件从未发货的货品在市场上出现", "%[1]d units that were never shipped are on the market", places),
	ReasonReturned:     say("%[1]d 箱已退货的货品又在市场上出现", "%[1]d cases that were returned are on the market", places),
	ReasonGift:         say("%[1]d 箱样品或赠品在终端出售", "%[1]d cases of samples or gifts are sold at terminals", places),
	ReasonVelocity:     say("一个账号一小时扫了 %[1]d 次", "an account scanned %[1]d times in an hour", places),
	ReasonPlaces:       say("一个账号同时出现在相距很远的地方", "an account was in places far from each other at once", func(Finding, Words) []any { return nil }),
}

func counted(f Finding, w Words) []any {
	return []any{f.Count, w.City, w.Origin, w.Product, f.Expected}
}
func handled(f Finding, w Words) []any { return []any{f.Count, w.City, w.Origin, w.Product, f.Places} }
func parts(f Finding, _ Words) []any   { return []any{f.Count, f.Of} }
func places(f Finding, _ Words) []any  { return []any{f.Count, f.Places} }
