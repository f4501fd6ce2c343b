package miniprogram

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"log/slog"
	"strconv"
	"time"
)

// The events that this package reads. Others arrive with their name only.
const (
	EventMediaCheck       = "wxa_media_check"
	EventSubscribePopup   = "subscribe_msg_popup_event"  // the person chose in the app
	EventSubscribeChanged = "subscribe_msg_change_event" // the person chose in WeChat's settings
	EventSubscribeSent    = "subscribe_msg_sent_event"   // what became of a message
)

// Event is a message that WeChat pushed.
type Event struct {
	Name       string // the event, or the message's type when it is no event
	OpenID     string // who caused it; WeChat itself in EventMediaCheck
	At         time.Time
	Media      *MediaResult // of EventMediaCheck
	Consents   []Consent    // of EventSubscribePopup and EventSubscribeChanged
	Deliveries []Delivery   // of EventSubscribeSent
}

// LogValue keeps the person out of the logs.
func (e Event) LogValue() slog.Value {
	return slog.GroupValue(slog.String("name", e.Name), slog.Time("at", e.At), slog.String("person", hidden))
}

// MediaResult is the verdict on what CheckMedia handed over.
type MediaResult struct {
	TraceID string
	Verdict Verdict // VerdictReview when WeChat could not judge it
	Label   int     // as in CheckText
}

// Consent is what the person chose for a template. One acceptance is one message.
type Consent struct {
	TemplateID string
	Accepted   bool
}

// Delivery is what became of a message that SendSubscribe sent.
type Delivery struct {
	TemplateID string
	MessageID  string
	Errcode    int // 0 means that it arrived
	Status     string
}

// entry is an element of the lists in the subscription events.
type entry struct {
	TemplateID string `json:"TemplateId" xml:"TemplateId"`
	Choice     string `json:"SubscribeStatusString" xml:"SubscribeStatusString"`
	MessageID  text   `json:"MsgID" xml:"MsgID"`
	ErrorCode  text   `json:"ErrorCode" xml:"ErrorCode"`
	Status     string `json:"ErrorStatus" xml:"ErrorStatus"`
}

// entries is a list that WeChat sends as an object when it has one element.
type entries []entry

func (e *entries) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte("{")) {
		*e = make(entries, 1)
		return json.Unmarshal(data, &(*e)[0])
	}
	return json.Unmarshal(data, (*[]entry)(e))
}

// message is a decrypted message. XML wraps the lists, JSON does not.
type message struct {
	To      string `json:"ToUserName" xml:"ToUserName"`
	From    string `json:"FromUserName" xml:"FromUserName"`
	Created text   `json:"CreateTime" xml:"CreateTime"` // Unix seconds
	Type    string `json:"MsgType" xml:"MsgType"`
	Event   string `json:"Event" xml:"Event"`
	AppID   string `json:"appid" xml:"appid"`
	TraceID string `json:"trace_id" xml:"trace_id"`
	Errcode text   `json:"errcode" xml:"errcode"`
	Result  struct {
		Suggest Verdict `json:"suggest" xml:"suggest"`
		Label   text    `json:"label" xml:"label"`
	} `json:"result" xml:"result"`
	List    entries `json:"List" xml:"-"`
	Popup   []entry `json:"-" xml:"SubscribeMsgPopupEvent>List"`
	Changed []entry `json:"-" xml:"SubscribeMsgChangeEvent>List"`
	Sent    []entry `json:"-" xml:"SubscribeMsgSentEvent>List"`
}

// read turns a decrypted message into an event of this app.
func (p *Push) read(plain []byte) (Event, error) {
	var m message
	if err := decodeMessage(plain, &m); err != nil {
		return Event{}, ErrPushForged.With("neither XML nor JSON inside")
	}
	if p.app.OriginalID != "" && m.To != p.app.OriginalID {
		return Event{}, ErrPushOfAnotherApp.With("to %q", m.To)
	}
	seconds, _ := strconv.ParseInt(string(m.Created), 10, 64)
	event := Event{Name: m.Type, OpenID: m.From, At: time.Unix(seconds, 0).UTC()}
	if m.Type == "event" {
		event.Name = m.Event
	}
	list := append(append(append(m.List, m.Popup...), m.Changed...), m.Sent...)
	switch event.Name {
	case EventMediaCheck:
		if m.AppID != "" && m.AppID != p.app.AppID {
			return Event{}, ErrPushOfAnotherApp.With("app %q", m.AppID)
		}
		event.Media = m.media()
	case EventSubscribePopup, EventSubscribeChanged:
		for _, e := range list {
			event.Consents = append(event.Consents, Consent{e.TemplateID, e.Choice == "accept"})
		}
	case EventSubscribeSent:
		for _, e := range list {
			event.Deliveries = append(event.Deliveries, Delivery{e.TemplateID, string(e.MessageID), e.ErrorCode.number(), e.Status})
		}
	}
	return event, nil
}

func (m message) media() *MediaResult {
	result := &MediaResult{TraceID: m.TraceID, Verdict: m.Result.Suggest, Label: m.Result.Label.number()}
	if m.Errcode.number() != 0 || result.Verdict != VerdictPass && result.Verdict != VerdictRisky {
		result.Verdict = VerdictReview
	}
	return result
}

// decodeMessage reads XML or JSON, whichever it is.
func decodeMessage(data []byte, into any) error {
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("<")) {
		return xml.Unmarshal(data, into)
	}
	return json.Unmarshal(data, into)
}
