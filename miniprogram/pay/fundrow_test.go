package pay

import (
	"strings"
	"testing"
	"time"
)

const (
	titleLine = "\ufeff记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号\r\n"
	rowLine   = "`2018-02-01 04:21:23,`50000305742018020103387128253,`1900009231201802015884652186,`退款,`退款,`支出,`0.02,`0.17,`system,`缺货,`REF42\r\n"
	sumsTitle = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\r\n"
)

func rowsOf(text string) (rows []FundRow, err error) {
	readFundFlow(strings.NewReader(text), func(row FundRow, e error) bool {
		if e == nil {
			rows = append(rows, row)
		}
		err = e
		return true
	})
	return rows, err
}

// The sample is that of WeChat's own documents.
func TestFundRows(t *testing.T) {
	rows, err := rowsOf(titleLine + rowLine + sumsTitle + "`1.0,`0.0,`0.00,`1.0,`0.02\r\n")
	want := FundRow{
		Time: time.Date(2018, 1, 31, 20, 21, 23, 0, time.UTC), FlowNo: "1900009231201802015884652186",
		TransferBillNo: "50000305742018020103387128253", OutBillNo: "REF42", BusinessName: "退款", BusinessType: "退款",
		Direction: Out, AmountFen: 2, BalanceFen: 17,
	}
	if err != nil || len(rows) != 1 || rows[0] != want {
		t.Errorf("%+v, %v", rows, err)
	}
}

func TestBrokenStatements(t *testing.T) {
	sums := sumsTitle + "`1.0,`0.0,`0.00,`1.0,`0.02\r\n"
	for name, text := range map[string]string{
		"empty":             "",
		"other columns":     "a,b\r\n" + rowLine + sums,
		"ends early":        titleLine + rowLine,
		"no sums":           titleLine + rowLine + sumsTitle,
		"a row too few":     titleLine + sums,
		"a row too many":    titleLine + rowLine + rowLine + sums,
		"another amount":    titleLine + strings.Replace(rowLine, "0.02", "0.03", 1) + sums,
		"another direction": titleLine + strings.Replace(rowLine, "支出", "收入", 1) + sums,
		"no direction":      titleLine + strings.Replace(rowLine, "支出", "", 1) + sums,
		"no amount":         titleLine + strings.Replace(rowLine, "0.02", "", 1) + sums,
		"no time":           titleLine + strings.Replace(rowLine, "2018", "x", 1) + sums,
		"short row":         titleLine + "`2018-02-01 04:21:23\r\n" + sums,
	} {
		if _, err := rowsOf(text); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestParseYuan(t *testing.T) {
	for text, want := range map[string]int64{"0.02": 2, "1.5": 150, "20": 2000, "-3.07": -307, "12345678901.23": 1234567890123} {
		if got, err := parseYuan(text); err != nil || got != want {
			t.Errorf("%q = %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", ".5", "1.234", "1,000.00", "--1", "1.-5", "1e3", "99999999999999999999"} {
		if got, err := parseYuan(text); err == nil {
			t.Errorf("%q = %d", text, got)
		}
	}
}
