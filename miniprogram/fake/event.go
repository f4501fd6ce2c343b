package fake

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strconv"
)

// PendingMedia is a media check that was asked for and has no verdict yet: its trace id and
// the address that WeChat would fetch; "" when there is none.
func (s *Server) PendingMedia() (traceID, address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for traceID, m := range s.judge.media {
		return traceID, m.url
	}
	return "", ""
}

// PushMediaResult is WeChat pushing the verdict on a media check that was asked for. One
// that is not taken stays to be pushed again. It panics on a trace id that was never given
// out or was taken already.
func (s *Server) PushMediaResult(traceID string) error {
	s.mu.Lock()
	checked, pending := s.judge.media[traceID]
	v := s.judge.of(checked.url)
	s.mu.Unlock()
	if !pending {
		panic(fmt.Sprintf("fake: no media check %q", traceID))
	}
	said := []node{{"suggest", v.suggest}, {"label", v.label}}
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
