package gs1

import "fmt"

// Coupons of North America: the formats of AIs 8110 and 8112 (General Specifications
// 3.9, GS1 US North American Coupon Application Guideline). Most of their fields have a
// variable length, which a digit before them tells.
var (
	coupon          = rule{"couponcode", BadContent, faultyCoupon}
	paperlessCoupon = rule{"couponposoffer", BadContent, faultyPaperless}
)

// ticket is a coupon that is being read; after the first fault nothing more is read.
type ticket struct {
	rest  string
	fault string
}

func (t *ticket) fail(format string, args ...any) {
	if t.fault == "" {
		t.fault, t.rest = fmt.Sprintf(format, args...), ""
	}
}

// take reads some digits.
func (t *ticket) take(field string, n int) string {
	if t.fault != "" {
		return ""
	}
	if len(t.rest) < n {
		t.fail("the %s of %d digits is cut off", field, n)
		return ""
	}
	s := t.rest[:n]
	if numeric.stranger(s) >= 0 {
		t.fail("the %s %s is not all digits", field, s)
		return ""
	}
	t.rest = t.rest[n:]
	return s
}

// one reads a digit that must be one of some.
func (t *ticket) one(field, of string) byte {
	s := t.take(field, 1)
	if s == "" {
		return 0
	}
	for i := range len(of) {
		if of[i] == s[0] {
			return s[0]
		}
	}
	t.fail("the %s is one of %s, not %s", field, of, s)
	return 0
}

// sized reads a digit, which must be one of some, and as many digits as it says and more.
func (t *ticket) sized(field, of string, more int) {
	if n := t.one("length of the "+field, of); n != 0 {
		t.take(field, int(n-'0')+more)
	}
}

// day reads a date of six digits.
func (t *ticket) day(field string) string {
	s := t.take(field, 6)
	if s != "" {
		if fault := date.fault(s); fault != "" {
			t.fail("the %s: %s", field, fault)
		}
	}
	return s
}

// requirement reads what must be bought: how much, of which kind, from which family.
func (t *ticket) requirement(which string) {
	t.sized(which+" requirement", "12345", 0)
	t.one(which+" requirement code", "012349")
	t.take(which+" family code", 3)
}

// company reads the prefix of another company, which may be none.
func (t *ticket) company(which string) {
	field := which + " company prefix"
	if n := t.one("length of the "+field, "01234569"); n != 0 && n != '9' {
		t.take(field, int(n-'0')+6)
	}
}

func faultyCoupon(s string) string {
	t := &ticket{rest: s}
	t.sized("company prefix", "0123456", 6)
	t.take("offer code", 6)
	t.sized("save value", "12345", 0)
	t.requirement("primary")
	var start, end string
	for seen := byte(0); t.rest != "" && t.fault == ""; {
		field := t.one("data field", "1234569")
		if field != 0 && field <= seen {
			t.fail("data field %c stands behind %c", field, seen)
		}
		seen = field
		t.option(field, &start, &end)
	}
	if t.fault == "" && start != "" && end != "" && start > end {
		t.fail("the coupon starts on %s and expires on %s", start, end)
	}
	return t.fault
}

// option reads one of the fields that a coupon may have.
func (t *ticket) option(field byte, start, end *string) {
	switch field {
	case '1':
		t.one("rule of additional purchases", "0123")
		t.requirement("second")
		t.company("second")
	case '2':
		t.requirement("third")
		t.company("third")
	case '3':
		*end = t.day("expiration date")
	case '4':
		*start = t.day("start date")
	case '5':
		t.sized("serial number", digits, 6)
	case '6':
		t.sized("retailer's prefix", "1234567", 6)
	case '9':
		t.one("save value code", "01256")
		t.one("item that the save value is for", "012")
		t.take("store coupon flag", 1)
		t.one("don't-multiply flag", "01")
	}
}

func faultyPaperless(s string) string {
	t := &ticket{rest: s}
	t.one("coupon format", "01")
	t.sized("funder's prefix", "0123456", 6)
	t.take("offer code", 6)
	t.sized("serial number", digits, 6)
	if t.fault == "" && t.rest != "" {
		t.fail("%s stands behind the coupon's end", t.rest)
	}
	return t.fault
}
