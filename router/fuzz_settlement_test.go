package router_test

import (
	"fmt"
	"testing"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

// FuzzSettlementBody: adjustments, decisions and the policy.
func FuzzSettlementBody(f *testing.F) {
	s := newStory(f, testkit.SQLite)
	owner := s.console(model.UserOwner)
	z := &fuzzer{story: s, token: owner, paths: []string{
		"/console/settlement/adjustments", "/console/settlement/adjustments/1/approve", "/console/settlement/periods/1/statements/1/lines/1/reject", "/console/policies/settlement",
	}}
	wish := object{"period": "1", "org_id": fmt.Sprint(s.d1.ID), "fen": 1, "reason": "窜"}
	z.play(f, wish, wish.with("fen", -1<<62), wish.with("period", "-1"), wish.with("line", 1<<31), wish.with("reason", "\x00"),
		object{"note": "\xff"}, object{"words": "x"}, object{"body": object{"monthly": true, "confirm_days": 1 << 40, "review": true}})
}
