package visibility

import (
	"errors"
	"strings"
	"testing"

	"channelrouter/internal/epcis"
	"channelrouter/internal/errs"
)

// What is wrong with a document is kept so that it is told in Chinese later, and in English as the
// reader of documents says it.
func TestFaultsAreKept(t *testing.T) {
	for document, want := range map[string]string{
		`{"@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "yesterday", "epcisBody": {"eventList": [
			{"type": "ObjectEvent", "action": "MAYBE", "eventTime": 5, "eventTimeZoneOffset": "+08:00", "epcList": [], "bizStep": "selling_out"}]}}`: `CBV 2.0 的业务步骤里没有 "selling_out"`,
		`[]`:                       "这不是 EPCIS 文档：文档应为 JSON 对象",
		`{"type": "EPCISDocument"`: "事件之外：文档不完整就结束了",
	} {
		var told []string
		r := epcis.NewReader(strings.NewReader(document), epcis.Limits{})
		for {
			_, err := r.Next()
			var invalid *epcis.Invalid
			if errors.As(err, &invalid) {
				for _, reason := range invalid.Reasons {
					kept := errs.Told(errs.Keep(badDocument(reason), mostTold))
					if kept.Detail != reason.String() {
						t.Errorf("%q, and not %q", kept.Detail, reason)
					}
					told = append(told, kept.Chinese().Detail)
				}
				continue
			}
			if err != nil {
				if kept := errs.Told(errs.Keep(ErrBadDocument.With("%s", factsOf(err)), mostTold)); err.Error() != "EOF" {
					told = append(told, kept.Chinese().Detail)
				}
				break
			}
		}
		all := strings.Join(told, "\n")
		if !strings.Contains(all, want) {
			t.Errorf("%s", all)
		}
		for _, english := range []string{"must", "missing", "event ", "is no", "document ("} {
			if strings.Contains(all, english) {
				t.Errorf("%q is not told in Chinese:\n%s", english, all)
			}
		}
	}
}
