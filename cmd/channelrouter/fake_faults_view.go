package main

import "channelrouter/miniprogram/fake"

// faultsView is what is still to be played.
type faultsView struct {
	WeChat     []weChatFaultView `json:"wechat"`
	Pay        []payFaultView    `json:"pay"`
	Notices    []payFaultView    `json:"notices"`
	Statements int               `json:"statements"`
}

type weChatFaultView struct {
	Left        int    `json:"n"`
	Path        string `json:"path,omitempty"`
	Errcode     int    `json:"errcode,omitempty"`
	Status      int    `json:"status,omitempty"`
	Drop        bool   `json:"drop,omitempty"`
	Delay       string `json:"delay,omitempty"`
	Late        bool   `json:"late,omitempty"`
	ExpireToken bool   `json:"expire_token,omitempty"`
}

// payFaultView is one that is played a number of times, or on a share of all.
type payFaultView struct {
	Kind   string  `json:"kind"`
	Left   int     `json:"n,omitempty"`
	Share  float64 `json:"share,omitempty"`
	Status int     `json:"status,omitempty"`
	Code   string  `json:"code,omitempty"`
	Hang   string  `json:"hang,omitempty"`
}

func (s *stand) faults(*asked) (any, error) {
	view := faultsView{WeChat: []weChatFaultView{}, Pay: []payFaultView{}, Notices: []payFaultView{}}
	for _, f := range s.wechat.Faults() {
		row := weChatFaultView{f.Left, f.Path, f.Errcode, f.Status, f.Drop, "", f.Late, f.ExpireToken}
		if f.Delay > 0 {
			row.Delay = f.Delay.String()
		}
		view.WeChat = append(view.WeChat, row)
	}
	left := s.wechat.Pay().Faults()
	view.Statements = left.Statements
	for _, f := range left.Calls {
		view.Pay = append(view.Pay, viewPayFault(f.PayFault, f.Left, 0))
	}
	for _, f := range left.Kinds {
		view.Pay = append(view.Pay, viewPayFault(f, 0, left.Share))
	}
	for _, f := range left.Notices {
		view.Notices = append(view.Notices, payFaultView{Kind: noticeKind(f.Fault), Left: f.Left})
	}
	for _, f := range left.NoticeKinds {
		view.Notices = append(view.Notices, payFaultView{Kind: noticeKind(f), Share: left.NoticeShare})
	}
	return view, nil
}

func viewPayFault(f fake.PayFault, left int, share float64) payFaultView {
	view := payFaultView{Kind: "refuse", Left: left, Share: share, Status: f.Status, Code: f.Code}
	if f.Hang > 0 {
		view.Hang = f.Hang.String()
	}
	f.Hang = 0
	for kind, known := range payFaults {
		if f == known {
			view.Kind = kind
		}
	}
	return view
}

func noticeKind(f fake.NoticeFault) string {
	for kind, known := range noticeFaults {
		if f == known {
			return kind
		}
	}
	return ""
}
