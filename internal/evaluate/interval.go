package evaluate

import "math"

// student is the 97.5 % quantile of Student's t by degrees of freedom from 1; more than it
// lists are taken as the normal's.
var student = []float64{
	12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
	2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
	2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
}

const normal = 1.96

// Interval is a mean over seeds with half the width of its 95 % interval, which is 0 where
// there is but one value.
type Interval struct {
	Mean  float64 `json:"mean"`
	Half  float64 `json:"half_width_95"`
	Seeds int     `json:"seeds"`
}

// NewInterval is the interval of values from different seeds.
func NewInterval(values []float64) (i Interval) {
	i.Seeds = len(values)
	if i.Seeds == 0 {
		return i
	}
	for _, v := range values {
		i.Mean += v / float64(i.Seeds)
	}
	if i.Seeds == 1 {
		return i
	}
	squares := 0.0
	for _, v := range values {
		squares += (v - i.Mean) * (v - i.Mean)
	}
	free := i.Seeds - 1
	quantile := normal
	if free <= len(student) {
		quantile = student[free-1]
	}
	i.Half = quantile * math.Sqrt(squares/float64(free)/float64(i.Seeds))
	return i
}
