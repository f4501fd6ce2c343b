package rebate

import (
	"channelrouter/internal/clock"
)

// A month is yyyymm, and a day yyyymmdd, of Shanghai. A period is named by its first month.

// monthsIn is how long the periods of a programme are.
var monthsIn = map[string]int{"month": 1, "quarter": 3, "year": 12}

// forever is the day on which a version ends that has no end.
const forever int32 = 99991231

func monthOf(day int32) int32 { return day / 100 }

func firstDay(month int32) int32 { return month*100 + 1 }

// addMonths is the month so many after another.
func addMonths(month int32, n int) int32 {
	count := int(month/100)*12 + int(month%100) - 1 + n
	return int32(count/12*100 + count%12 + 1)
}

// periodOf is the period that a month is in.
func periodOf(every string, month int32) int32 {
	return addMonths(month, -((int(month%100) - 1) % monthsIn[every]))
}

// lastMonth is a period's.
func lastMonth(every string, period int32) int32 { return addMonths(period, monthsIn[every]-1) }

// beginsPeriod tells whether a period begins with a day.
func beginsPeriod(every string, day int32) bool {
	return day%100 == 1 && periodOf(every, monthOf(day)) == monthOf(day)
}

// isDay tells whether a number is a day that there is.
func isDay(day int32) bool {
	return day >= 20000101 && day <= forever && clock.BizDate(clock.StartOf(day)) == day
}
