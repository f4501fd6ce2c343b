package pay

import (
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"channelrouter/internal/clock"
)

// Direction says which way money went, as seen from the merchant's account.
type Direction string

const (
	In  Direction = "收入"
	Out Direction = "支出"
)

// FundRow is one movement of the merchant's account.
type FundRow struct {
	Time           time.Time
	FlowNo         string // 资金流水单号, unique
	TransferBillNo string // 微信支付业务单号: WeChat's number of what moved the money
	OutBillNo      string // 业务凭证号: the merchant's number of it
	BusinessName   string // 业务名称
	BusinessType   string // 业务类型
	Direction      Direction
	AmountFen      int64 // never negative
	BalanceFen     int64 // of the account afterwards
}

// The columns by what their titles begin with: some files write the unit in brackets
// of another width.
var columns = []string{"记账时间", "微信支付业务单号", "资金流水单号", "业务名称", "业务类型", "收支类型", "收支金额", "账户结余", "业务凭证号"}

const totalsTitle = "资金流水总笔数"

// fundSums is the file's last line: rows, and rows and fen each way.
type fundSums struct{ rows, in, inFen, out, outFen int64 }

func (s *fundSums) add(r FundRow) {
	s.rows++
	if r.Direction == In {
		s.in, s.inFen = s.in+1, s.inFen+r.AmountFen
	} else {
		s.out, s.outFen = s.out+1, s.outFen+r.AmountFen
	}
}

// readFundFlow yields the rows, and an error if the file has another form or its
// totals are not those of its rows.
func readFundFlow(file io.Reader, yield func(FundRow, error) bool) {
	lines := csv.NewReader(file)
	lines.FieldsPerRecord, lines.LazyQuotes, lines.ReuseRecord = -1, true, true
	fail := func(what string) { yield(FundRow{}, ErrStatementBroken.With("%s", what)) }

	title, err := lines.Read()
	if err != nil {
		fail("the file is empty")
		return
	}
	at, known := locate(title)
	if !known {
		fail("the file's columns are not those of a fund-flow statement")
		return
	}
	var counted fundSums
	for {
		line, err := lines.Read()
		if err != nil {
			fail("the file ends before its totals")
			return
		}
		if strings.HasPrefix(field(line[0]), totalsTitle) {
			break
		}
		row, err := parseFundRow(line, at)
		if err != nil {
			fail(err.Error())
			return
		}
		counted.add(row)
		if !yield(row, nil) {
			return
		}
	}
	totals, err := lines.Read()
	if err != nil || !counted.equal(totals) {
		fail("the file's totals are not the sums of its rows")
	}
}

// locate finds each of columns in the title line.
func locate(title []string) (at []int, found bool) {
	for _, want := range columns {
		index := -1
		for i, name := range title {
			if strings.HasPrefix(field(name), want) {
				index = i
				break
			}
		}
		if index < 0 {
			return nil, false
		}
		at = append(at, index)
	}
	return at, true
}

// field is a cell's text. WeChat puts ` before each, lest a spreadsheet round numbers.
func field(cell string) string {
	return strings.TrimLeft(strings.TrimSpace(strings.TrimPrefix(cell, "\ufeff")), "`")
}

func parseFundRow(line []string, at []int) (FundRow, error) {
	var cells [9]string
	for i, index := range at {
		if index >= len(line) {
			return FundRow{}, errors.New("a row has too few columns")
		}
		cells[i] = field(line[index])
	}
	row := FundRow{
		TransferBillNo: cells[1], FlowNo: cells[2], BusinessName: cells[3], BusinessType: cells[4],
		Direction: Direction(cells[5]), OutBillNo: cells[8],
	}
	at8, err1 := time.ParseInLocation(time.DateTime, cells[0], clock.Zone())
	amount, err2 := parseYuan(cells[6])
	balance, err3 := parseYuan(cells[7])
	if errors.Join(err1, err2, err3) != nil || amount < 0 || row.Direction != In && row.Direction != Out {
		return FundRow{}, errors.New("row " + row.FlowNo + " has a time, an amount or a direction of unknown form")
	}
	row.Time, row.AmountFen, row.BalanceFen = at8.UTC(), amount, balance
	return row, nil
}

// parseYuan reads yuan with up to two decimals into fen, without floating point.
func parseYuan(text string) (fen int64, err error) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, part, _ := strings.Cut(digits, ".")
	if len(part) > 2 || whole == "" || strings.ContainsAny(digits, "+-") {
		return 0, strconv.ErrSyntax
	}
	fen, err = strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	if negative {
		fen = -fen
	}
	return fen, err
}

// equal holds the counted sums against the totals' line, whose counts are written
// like amounts: "20.0".
func (s fundSums) equal(line []string) bool {
	want := []int64{s.rows * 100, s.in * 100, s.inFen, s.out * 100, s.outFen}
	if len(line) < len(want) {
		return false
	}
	for i, w := range want {
		if got, err := parseYuan(field(line[i])); err != nil || got != w {
			return false
		}
	}
	return true
}
