package channel_test

import (
	"bytes"
	"testing"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/testkit"
)

// BenchmarkList measures the slowest lists of a national channel: 53,300 organisations.
func BenchmarkList(b *testing.B) {
	for _, e := range testkit.Engines() {
		w := testkit.New(b, e)
		file, _ := nation(300, 50_000)
		if _, err := w.Channel.Import(w.Ctx, bytes.NewReader(file.Bytes()), "csv", channel.ImportOptions{}); err != nil {
			b.Fatal(err)
		}
		for name, q := range map[string]channel.OrgQuery{
			"by code": {Kind: model.OrgTerminal, Sort: "code"}, "by name": {Kind: model.OrgTerminal, Sort: "-name"}, "by text": {Text: "端 4999", Sort: "name"},
			"nothing": {Text: "无此"}, "orphans": {Orphan: true}, "children": {Supplier: w.Brand.ID, Sort: "code"},
		} {
			b.Run(string(e)+" "+name, func(b *testing.B) {
				for b.Loop() {
					if _, err := w.Channel.FindOrgs(w.Ctx, q, 0, 50); err != nil {
						b.Fatal(err)
					}
					if q.Orphan {
						continue // its count is not told
					}
					if _, err := w.Channel.CountOrgs(w.Ctx, q); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
