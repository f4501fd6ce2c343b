package pay

import (
	"net/url"
	"regexp"
	"slices"
	"unicode/utf8"
)

// Bill is a transfer to one person. Sent again it must be the same in every field:
// WeChat compares them.
type Bill struct {
	OutBillNo   string // the merchant's number: 1 to 32 letters and digits, unique for ever
	AppID       string // of the app that the openid belongs to, bound to the merchant
	OpenID      string
	AmountFen   int64
	SceneID     string       // 转账场景ID, such as SceneMarketing
	Remark      string       // shown to the person: 1 to 32 characters
	RealName    string       // WeChat compares it with the person's; needed from RealNameFromFen up
	Perception  string       // what the person is told that the money is, from the scene's list; may be empty
	ReportInfos []ReportInfo // what the scene asks to be reported
	NotifyURL   string       // https, without parameters; empty means that only Query tells
}

// ReportInfo is one line of 转账场景报备信息.
type ReportInfo struct {
	Type    string `json:"info_type"`    // at most 15 characters
	Content string `json:"info_content"` // at most 32 characters
}

// The scenes that this product pays in.
const (
	SceneMarketing  = "1000" // 现金营销: a prize
	SceneCommission = "1005" // 佣金报酬: what a guide or a salesperson has earned
)

// reports is what a scene's reports must be, in any order: page 4012711988. Scenes
// that are not here are left to WeChat to judge.
var reports = map[string][]string{
	SceneMarketing:  {"活动名称", "奖励说明"},
	SceneCommission: {"岗位类型", "报酬说明"},
}

const (
	// MinFen is the least that can be transferred.
	MinFen = 10
	// RealNameFromFen is the amount from which the person's name must be sent.
	RealNameFromFen = 2000_00
	// noNameBelowFen is the amount below which a name must not be sent.
	noNameBelowFen = 30

	maxText = 32  // characters of a remark or a report
	maxURL  = 256 // bytes
)

var (
	outBillNo = regexp.MustCompile(`^[0-9A-Za-z]{1,32}$`)
	appID     = regexp.MustCompile(`^[0-9A-Za-z_-]{1,32}$`)
	openID    = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)
)

// check holds a bill against what WeChat refuses anyway, so that a mistake costs no
// call and no doubt. It names the field and quotes neither openid nor name.
func (c *Client) check(b Bill) error {
	limit, set := c.caps[b.SceneID]
	if !set {
		limit = DefaultCapFen
	}
	switch {
	case !outBillNo.MatchString(b.OutBillNo):
		return ErrBadBill.With("out_bill_no is 1 to 32 letters and digits")
	case !appID.MatchString(b.AppID):
		return ErrBadBill.With("appid")
	case !openID.MatchString(b.OpenID):
		return ErrBadBill.With("openid")
	case b.AmountFen < MinFen || b.AmountFen > limit:
		return ErrBadBill.With("%d fen is not within %d and %d, the cap of scene %q", b.AmountFen, MinFen, limit, b.SceneID)
	case b.SceneID == "":
		return ErrBadBill.With("transfer_scene_id is missing")
	case !text(b.Remark):
		return ErrBadBill.With("transfer_remark is 1 to %d characters", maxText)
	case b.RealName == "" && b.AmountFen >= RealNameFromFen:
		return ErrBadBill.With("from %d fen up the real name is needed", RealNameFromFen)
	case b.RealName != "" && b.AmountFen < noNameBelowFen:
		return ErrBadBill.With("below %d fen no real name is taken", noNameBelowFen)
	case b.Perception != "" && !text(b.Perception):
		return ErrBadBill.With("user_recv_perception has more than %d characters", maxText)
	}
	if err := checkReports(b); err != nil {
		return err
	}
	if !c.notifiable(b.NotifyURL) {
		return ErrBadBill.With("notify_url is https, at most %d bytes and without parameters", maxURL)
	}
	return nil
}

// text tells whether s is something to read of at most maxText characters.
func text(s string) bool {
	return s != "" && utf8.ValidString(s) && utf8.RuneCountInString(s) <= maxText
}

func checkReports(b Bill) error {
	var have []string
	for _, info := range b.ReportInfos {
		if info.Type == "" || !text(info.Content) {
			return ErrBadBill.With("transfer_scene_report_infos: %q needs 1 to %d characters", info.Type, maxText)
		}
		have = append(have, info.Type)
	}
	want := slices.Clone(reports[b.SceneID])
	slices.Sort(have)
	slices.Sort(want)
	if len(have) == 0 || want != nil && !slices.Equal(have, want) {
		return ErrBadBill.With("transfer_scene_report_infos: scene %q wants %q, not %q", b.SceneID, want, have)
	}
	return nil
}

// notifiable: WeChat calls https only; a stand-in on loopback takes http as well.
func (c *Client) notifiable(address string) bool {
	if address == "" {
		return true
	}
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && u.RawQuery == "" && u.Fragment == "" && len(address) <= maxURL &&
		(u.Scheme == "https" || u.Scheme == "http" && c.standIn)
}
