package gs1

import "fmt"

// Dates and times. A year of two digits is taken for one of 2000 to 2099, which matters
// for 29 February only; 1900 and 2100, which are no leap years, are out of its reach.
var (
	date        = rule{"yymmdd", BadContent, func(s string) string { return faultyDate("20"+s, 1) }}
	dateOrMonth = rule{"yymmd0", BadContent, func(s string) string { return faultyDate("20"+s, 0) }}
	longDate    = rule{"yyyymmdd", BadContent, func(s string) string { return faultyDate(s, 1) }}
	hour        = rule{"hh", BadContent, below("hour", 24)}
	minute      = rule{"mi", BadContent, below("minute", 60)}
	second      = rule{"ss", BadContent, below("second", 60)}
	hourMinute  = rule{"hhmi", BadContent, faultyTime}
	latitude    = rule{"latitude", BadContent, upTo("latitude", "1800000000")}
	longitude   = rule{"longitude", BadContent, upTo("longitude", "3600000000")}
)

// faultyDate is about a date of eight digits. A first day of 0 stands for the month as a
// whole.
func faultyDate(s string, firstDay int) string {
	year, month, day := decimal(s[:4]), decimal(s[4:6]), decimal(s[6:])
	if month < 1 || month > 12 {
		return fmt.Sprintf("there is no month %02d", month)
	}
	if day < firstDay || day > daysIn(year, month) {
		return fmt.Sprintf("there is no day %02d in month %02d", day, month)
	}
	return ""
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

func below(unit string, limit int) func(string) string {
	return func(s string) string {
		if decimal(s) >= limit {
			return fmt.Sprintf("there is no %s %s", unit, s)
		}
		return ""
	}
}

func faultyTime(s string) string {
	if fault := hour.fault(s[:2]); fault != "" {
		return fault
	}
	return minute.fault(s[2:])
}

// upTo compares digits of one length.
func upTo(name, most string) func(string) string {
	return func(s string) string {
		if s > most {
			return fmt.Sprintf("there is no %s %s: it ends at %s", name, s, most)
		}
		return ""
	}
}
