package epcis

import (
	"errors"
	"fmt"
)

// Fault is what is wrong with a document, as a format and its values: whoever tells it in another
// language has both. Its Error is English.
type Fault struct {
	format string
	values []any
}

func faultf(format string, values ...any) *Fault { return &Fault{format, values} }

func (f *Fault) Error() string { return fmt.Sprintf(f.format, f.values...) }

// Unwrap is the error that a fault is of, where it is of one.
func (f *Fault) Unwrap() error {
	for _, v := range f.values {
		if err, is := v.(error); is {
			return err
		}
	}
	return nil
}

// Said is the fault as a format and its values, which may be faults themselves.
func (f *Fault) Said() (format string, values []any) { return f.format, f.values }

// faultOf is the fault that an error is; of another, its text.
func faultOf(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return faultf("%v", err)
}
