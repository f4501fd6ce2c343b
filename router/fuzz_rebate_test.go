package router_test

import (
	"testing"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

// FuzzRebateBody: programmes, drafts and targets.
func FuzzRebateBody(f *testing.F) {
	s := newStory(f, testkit.SQLite)
	owner := s.console(model.UserOwner)
	made := read[programme](s.house, s.post(programmes, owner, object{"code": "P", "name": "P", "kind": "tiered"}))
	path := "/console/rebate-programmes/" + made.ID
	z := &fuzzer{story: s, token: owner, paths: []string{"/console/rebate-programmes", path + "/versions", path + "/retire"}}
	draft := tieredDraft(20260401)
	z.play(f, object{"code": "Q", "name": "Q", "kind": "mix"}, draft, draft.with("from", 20261301), draft.with("to", 1<<31), draft.with("terms", nil),
		draft.with("terms", object{"every": "year", "tiered": object{"steps": []any{}}}), object{"day": 20260501}, object{"day": -1},
		draft.with("terms", object{"every": "month", "shares_bp": object{"terminal": 1}, "scope": object{"skus": []string{"\x00"}, "organisations": []string{"窜"}}, "tiered": object{"steps": []any{object{"from": 1 << 40, "fen": 1}}}}))
}
