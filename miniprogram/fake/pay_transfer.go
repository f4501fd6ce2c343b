package fake

import (
	"crypto/rsa"
	"crypto/sha1" // #nosec G505 -- RSA-OAEP with SHA-1 is what WeChat Pay asks for
	"encoding/base64"
	"encoding/json"
	"net/http"
	"regexp"
	"unicode/utf8"
)

// payRequest is a transfer as the merchant sends it.
type payRequest struct {
	AppID       string `json:"appid"`
	OutBillNo   string `json:"out_bill_no"`
	SceneID     string `json:"transfer_scene_id"`
	OpenID      string `json:"openid"`
	UserName    string `json:"user_name"`
	Amount      int64  `json:"transfer_amount"`
	Remark      string `json:"transfer_remark"`
	NotifyURL   string `json:"notify_url"`
	Perception  string `json:"user_recv_perception"`
	ReportInfos []struct {
		Type    string `json:"info_type"`
		Content string `json:"info_content"`
	} `json:"transfer_scene_report_infos"`
}

var payNumberShape = regexp.MustCompile(`^[0-9A-Za-z]{1,32}$`)

// create answers POST /v3/fund-app/mch-transfer/transfer-bills.
func (p *Pay) create(call payCall) (any, *payRefusal) {
	request, refusal := readTransfer(call)
	if refusal != nil {
		return nil, refusal
	}
	number := payNumber{call.merchant.MchID, request.OutBillNo}
	content := request.content()
	if known, exists := p.bills[number]; exists {
		if known.content != content {
			return nil, refusePay(http.StatusBadRequest, "INVALID_REQUEST", "商户单号已存在，且参数与原请求不一致")
		}
		p.settle(known, call.now)
		return known.createAnswer(), nil
	}
	m := call.merchant
	if m.limited && m.balance < request.Amount {
		return nil, refusePay(http.StatusForbidden, "NOT_ENOUGH", "商户运营账户资金不足")
	}
	if !p.counts.spend(call, request.OpenID, request.Amount, p.limits) {
		return nil, refusePay(http.StatusForbidden, "QUOTA_EXCEEDED", "超出单日转账额度")
	}
	bill := p.open(m, number, request, call.now)
	bill.content = content
	p.ripen(bill, call.now)
	answer := bill.createAnswer()
	p.settle(bill, call.now) // a person who confirms at once does so after this answer
	return answer, nil
}

// readTransfer reads the request, decrypts the name and checks the fields.
func readTransfer(call payCall) (payRequest, *payRefusal) {
	var r payRequest
	bad := func(message string) (payRequest, *payRefusal) {
		return r, refusePay(http.StatusBadRequest, "PARAM_ERROR", "%s", message)
	}
	if json.Unmarshal(call.body, &r) != nil {
		return bad("请求体不是有效的JSON")
	}
	if r.UserName != "" {
		name, ok := decryptName(r.UserName)
		if !ok || call.request.Header.Get("Wechatpay-Serial") != call.merchant.PublicKeyID {
			return bad("收款用户姓名解密失败")
		}
		r.UserName = name
	}
	remark := utf8.RuneCountInString(r.Remark)
	switch {
	case !payNumberShape.MatchString(r.OutBillNo):
		return bad("商户单号只能由数字、大小写字母组成")
	case r.AppID == "" || r.OpenID == "" || r.SceneID == "":
		return bad("缺少必填参数")
	case r.Amount < 10:
		return bad("转账金额不得小于0.1元")
	case remark < 1 || remark > 32:
		return bad("转账备注最多允许32个字符")
	case len(r.ReportInfos) == 0:
		return bad("需传入转账场景报备信息，请检查")
	case r.UserName == "" && r.Amount >= 2000_00:
		return bad("转账金额大于等于2000元时，收款用户姓名必填")
	case r.UserName != "" && r.Amount < 30:
		return bad("转账金额低于0.3元时，不支持传入收款用户姓名")
	}
	return r, nil
}

func decryptName(text string) (string, bool) {
	cipher, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return "", false
	}
	name, err := rsa.DecryptOAEP(sha1.New(), nil, platformKey(), cipher, nil) // #nosec G401 -- see the import
	return string(name), err == nil
}

// content is the request as text, with the name decrypted, for it is encrypted
// differently each time.
func (r payRequest) content() string {
	text, err := json.Marshal(r)
	if err != nil {
		panic(err) // it has been unmarshalled
	}
	return string(text)
}

// query answers GET /v3/fund-app/mch-transfer/transfer-bills/out-bill-no/{number}.
func (p *Pay) query(call payCall) (any, *payRefusal) {
	bill, known := p.bills[payNumber{call.merchant.MchID, call.request.PathValue("number")}]
	if !known {
		return nil, refusePay(http.StatusNotFound, "NOT_FOUND", "记录不存在")
	}
	p.settle(bill, call.now)
	return bill.queryAnswer(), nil
}

// cancel answers POST …/out-bill-no/{number}/cancel.
func (p *Pay) cancel(call payCall) (any, *payRefusal) {
	bill, known := p.bills[payNumber{call.merchant.MchID, call.request.PathValue("number")}]
	if !known {
		return nil, refusePay(http.StatusNotFound, "NOT_FOUND", "记录不存在")
	}
	p.settle(bill, call.now)
	switch bill.state {
	case payAccepted, payWaiting:
		bill.move(payCanceling, call.now)
	case payCanceling, payCancelled:
	default:
		return nil, refusePay(http.StatusBadRequest, "INVALID_REQUEST", "当前转账单状态不支持撤销")
	}
	return bill.cancelAnswer(), nil
}
