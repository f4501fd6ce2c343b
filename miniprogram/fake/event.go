package fake

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// MediaCheck is a media check that was asked for and has no verdict yet.
type MediaCheck struct {
	TraceID, AppID string
	URL            string // what WeChat would fetch
	Verdict        Verdict
}

// MediaChecks are all that wait for their verdict, by trace id, each with the one that
// PushMediaResult would push.
func (s *Server) MediaChecks() []MediaCheck {
	s.mu.Lock()
	defer s.mu.Unlock()
	var checks []MediaCheck
	for _, traceID := range slices.Sorted(maps.Keys(s.judge.media)) {
		m := s.judge.media[traceID]
		checks = append(checks, MediaCheck{traceID, m.appID, m.url, s.judge.of(m.url)})
	}
	return checks
}

// PendingMedia is one of MediaChecks: its trace id and address; "" when there is none.
func (s *Server) PendingMedia() (traceID, address string) {
	for _, check := range s.MediaChecks() {
		return check.TraceID, check.URL
	}
	return "", ""
}

// ErrNoMediaCheck: the trace id was never given out, or its verdict was taken already.
var ErrNoMediaCheck = errors.New("fake: no media check waits under this trace id")

// PushMediaResult is WeChat pushing the verdict on a media check that was asked for, as
// SetVerdict has it. One that is not taken stays to be pushed again. Besides what Push may
// return there is ErrNoMediaCheck.
func (s *Server) PushMediaResult(traceID string) error {
	s.mu.Lock()
	v := s.judge.of(s.judge.media[traceID].url)
	s.mu.Unlock()
	return s.PushMediaVerdict(traceID, v.Suggest, v.Label)
}

// PushMediaVerdict is PushMediaResult with a verdict for this one.
func (s *Server) PushMediaVerdict(traceID, suggest string, label int) error {
	s.mu.Lock()
	checked, pending := s.judge.media[traceID]
	s.mu.Unlock()
	if !pending {
		return ErrNoMediaCheck
	}
	said := []node{{"suggest", suggest}, {"label", label}}
	err := s.pushEvent(checked.appID, "o-of-wechat-itself", "wxa_media_check", []node{
		{"appid", checked.appID},
		{"trace_id", traceID},
		{"version", 2},
		{"result", said},
		{"errcode", 0},
		{"errmsg", "ok"},
	})
	if err == nil {
		s.mu.Lock()
		delete(s.judge.media, traceID)
		s.mu.Unlock()
	}
	return err
}

// PushConsent is the person choosing for templates in the app; what is accepted
// counts as Accept does. All choices come in one event.
func (s *Server) PushConsent(appID, openID string, accepted bool, templateIDs ...string) error {
	choice := "reject"
	if accepted {
		choice = "accept"
	}
	var list []node
	for _, id := range templateIDs {
		if accepted {
			s.Accept(openID, id)
		}
		list = append(list, node{"List", []node{{"TemplateId", id}, {"SubscribeStatusString", choice}, {"PopupScene", "0"}}})
	}
	return s.pushEvent(appID, openID, "subscribe_msg_popup_event", []node{{"SubscribeMsgPopupEvent", list}})
}

// PushRejection is the person refusing templates in WeChat's settings, as Reject does.
func (s *Server) PushRejection(appID, openID string, templateIDs ...string) error {
	var list []node
	for _, id := range templateIDs {
		s.Reject(openID, id)
		list = append(list, node{"List", []node{{"TemplateId", id}, {"SubscribeStatusString", "reject"}}})
	}
	return s.pushEvent(appID, openID, "subscribe_msg_change_event", []node{{"SubscribeMsgChangeEvent", list}})
}

// PushSent is WeChat telling what became of a message; errcode 0 is that it arrived.
func (s *Server) PushSent(m Message, errcode int, status string) error {
	return s.pushEvent(m.AppID, m.OpenID, "subscribe_msg_sent_event", []node{{"SubscribeMsgSentEvent", []node{
		{"List", []node{
			{"TemplateId", m.TemplateID},
			{"MsgID", strconv.FormatInt(m.ID, 10)},
			{"ErrorCode", strconv.Itoa(errcode)},
			{"ErrorStatus", status},
		}},
	}}})
}

// node is a field of a message: a text, a number, or fields.
type node struct {
	name  string
	value any
}

func (s *Server) pushEvent(appID, from, event string, fields []node) error {
	target := s.pushTarget(appID)
	all := append([]node{
		{"ToUserName", target.OriginalID},
		{"FromUserName", from},
		{"CreateTime", s.now().Unix()},
		{"MsgType", "event"},
		{"Event", event},
	}, fields...)
	if target.XML {
		var out bytes.Buffer
		writeXML(&out, node{"xml", all})
		return s.Push(appID, out.Bytes())
	}
	message, err := json.Marshal(asJSON(all))
	if err != nil {
		return err
	}
	return s.Push(appID, message)
}

func writeXML(out *bytes.Buffer, n node) {
	fmt.Fprintf(out, "<%s>", n.name)
	if fields, nested := n.value.([]node); nested {
		for _, field := range fields {
			writeXML(out, field)
		}
	} else {
		_ = xml.EscapeText(out, fmt.Append(nil, n.value)) // a buffer takes everything
	}
	fmt.Fprintf(out, "</%s>", n.name)
}

// asJSON lays the lists out as WeChat does: without the wrapping that they have in
// XML, and as a mere object when there is one element.
func asJSON(fields []node) map[string]any {
	out := map[string]any{}
	var list []any
	for _, field := range fields {
		nested, isFields := field.value.([]node)
		switch {
		case !isFields:
			out[field.name] = field.value
		case field.name == "List":
			list = append(list, asJSON(nested))
		case field.name == "result":
			out[field.name] = asJSON(nested)
		default:
			out["List"] = asJSON(nested)["List"]
		}
	}
	switch len(list) {
	case 0:
	case 1:
		out["List"] = list[0]
	default:
		out["List"] = list
	}
	return out
}
