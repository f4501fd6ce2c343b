package fake

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"crypto/sha1" // #nosec G505 -- WeChat Pay's statements have no other hash
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"

	"channelrouter/internal/clock"
)

const (
	statementHour = 10              // of the following day in Shanghai: from then on it is there
	statementLife = 5 * time.Minute // of a download's address
)

type statementFile struct {
	merchant *payMerchant
	content  []byte // packed if that was asked for
	expires  time.Time
}

// BreakStatements damages the next n statements on the way.
func (p *Pay) BreakStatements(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.broken = n
}

// fundFlowBill answers GET /v3/bill/fundflowbill?bill_date&account_type&tar_type.
func (p *Pay) fundFlowBill(call payCall) (any, *payRefusal) {
	query := call.request.URL.Query()
	day, err := clock.ParseDay(query.Get("bill_date"))
	if err != nil || day.Before(call.now.AddDate(0, -3, -1)) {
		return nil, refusePay(http.StatusBadRequest, "INVALID_REQUEST", "请检查bill_date")
	}
	if call.now.Before(day.AddDate(0, 0, 1).Add(statementHour * time.Hour)) {
		return nil, refusePay(http.StatusBadRequest, "STATEMENT_CREATING", "账单生成中")
	}
	content := p.statement(call.merchant, clock.BizDate(day))
	if content == "" || query.Get("account_type") != "OPERATION" {
		return nil, refusePay(http.StatusBadRequest, "NO_STATEMENT_EXIST", "账单文件不存在")
	}
	sum := sha1.Sum([]byte(content)) // #nosec G401 -- see the import
	file := []byte(content)
	if p.broken > 0 {
		p.broken--
		file = bytes.Replace(file, []byte("支出"), []byte("收入"), 1)
	}
	if query.Get("tar_type") == "GZIP" {
		file = packed(file)
	}
	maps.DeleteFunc(p.files, func(_ string, f statementFile) bool { return !call.now.Before(f.expires) })
	token := rand.Text()
	p.files[token] = statementFile{call.merchant, file, call.now.Add(statementLife)}
	return map[string]string{
		"hash_type":    "SHA1",
		"hash_value":   hex.EncodeToString(sum[:]),
		"download_url": "https://api.mch.weixin.qq.com/v3/billdownload/file?token=" + token,
	}, nil
}

// statement writes the day's movements, or nothing when there are none.
func (p *Pay) statement(m *payMerchant, day int32) string {
	var b strings.Builder
	var rows, in, out, inFen, outFen int64
	b.WriteString("记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额（元）,账户结余（元）,资金变更提交申请人,备注,业务凭证号\r\n")
	for i, mv := range p.movements {
		if mv.merchant != m || clock.BizDate(mv.at) != day {
			continue
		}
		for _, l := range p.lines(i) {
			rows++
			name, direction := "商家转账", "支出"
			if l.back {
				name, direction = "商家转账退回", "收入"
				in, inFen = in+1, inFen+l.fen
			} else {
				out, outFen = out+1, outFen+l.fen
			}
			fmt.Fprintf(&b, "`%s,`%s,`%s,`%s,`%s,`%s,`%s,`%s,`system,`%s,`%s\r\n", clock.Local(l.at).Format(time.DateTime),
				l.bill.no, l.flow, name, name, direction, yuan(l.fen), yuan(l.balance), "", l.bill.outBillNo)
		}
	}
	if rows == 0 {
		return ""
	}
	fmt.Fprintf(&b, "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\r\n`%d.0,`%d.0,`%s,`%d.0,`%s\r\n", rows, in, yuan(inFen), out, yuan(outFen))
	return b.String()
}

func yuan(fen int64) string {
	sign := ""
	if fen < 0 {
		sign, fen = "-", -fen
	}
	return fmt.Sprintf("%s%d.%02d", sign, fen/100, fen%100)
}

func packed(content []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(content) // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

// download answers GET /v3/billdownload/file?token, for the merchant that the file was
// made for. Its answer bears no signature, as WeChat's does not.
func (p *Pay) download(w http.ResponseWriter, r *http.Request) {
	merchant, refusal := p.authenticate(r, nil)
	if refusal != nil {
		answerPay(w, nil, refusal.Status, refusal, false)
		return
	}
	p.mu.Lock()
	file, known := p.files[r.URL.Query().Get("token")]
	p.mu.Unlock()
	if !known || file.merchant != merchant || !p.now().Before(file.expires) {
		answerPay(w, merchant, http.StatusBadRequest, refusePay(0, "INVALID_REQUEST", "请重新获取账单地址"), false)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(file.content)
}
