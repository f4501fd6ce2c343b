package contact

import (
	"channelrouter/internal/word"
	"channelrouter/model"
)

var topics = map[model.ThreadTopic]struct{ name, chinese string }{
	model.TopicGoods: {"goods", "货品"}, model.TopicReward: {"reward", "奖励"}, model.TopicRebate: {"rebate", "返利"},
	model.TopicOrder: {"order", "订单"}, model.TopicDiversion: {"diversion", "窜货"}, model.TopicOther: {"other", "其他"},
}

// TopicName is "goods", "reward", "rebate", "order", "diversion" or "other".
func TopicName(t model.ThreadTopic) string { return topics[t].name }

// ParseTopic reads what TopicName writes; 0 for anything else.
func ParseTopic(s string) model.ThreadTopic {
	for t, words := range topics {
		if words.name == s {
			return t
		}
	}
	return 0
}

var states = map[model.ThreadState]string{
	model.ThreadOpen: "open", model.ThreadAnswered: "answered", model.ThreadClosed: "closed",
}

// StateName is "open", "answered" or "closed".
func StateName(s model.ThreadState) string { return states[s] }

// ParseState reads what StateName writes; 0 for anything else.
func ParseState(s string) model.ThreadState {
	return word.KeyOf(states, s)
}

var contents = map[model.ContentState]string{
	model.ContentUnchecked: "unchecked", model.ContentAsked: "asked", model.ContentPassed: "passed",
	model.ContentReview: "review", model.ContentRisky: "risky",
}

// ContentName is "unchecked", "asked", "passed", "review" or "risky".
func ContentName(s model.ContentState) string { return contents[s] }
