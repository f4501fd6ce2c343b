package errs_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/errs"
)

var (
	errLost  = errs.New(errs.NotFound, "test.lost", "it is lost", "look for it")
	errTaken = errs.New(errs.Conflict, "test.taken", "it is taken", "take another")
)

func TestErrors(t *testing.T) {
	Convey("Given declared errors", t, func() {
		Convey("a code is declared once: twice is a fault of the program", func() {
			So(func() { _ = errs.New(errs.Invalid, "test.lost", "something else", "") },
				ShouldPanicWith, "errs: code declared twice: test.lost")
		})
		Convey("an occurrence carries its facts and equals its declaration", func() {
			err := errLost.With("bag %d of %q", 3, "Li")
			So(err.Detail, ShouldEqual, `bag 3 of "Li"`)
			So(err.Error(), ShouldEqual, `test.lost: it is lost (bag 3 of "Li")`)
			So(errors.Is(err, errLost), ShouldBeTrue)
			So(errors.Is(err, errTaken), ShouldBeFalse)
			So([]any{err.Kind, err.Code, err.Hint}, ShouldResemble, []any{errs.NotFound, "test.lost", "look for it"})
		})
		Convey("the declaration itself stays without facts", func() {
			_ = errLost.With("bag 3")
			So(errLost.Error(), ShouldEqual, "test.lost: it is lost")
		})
		Convey("both are found below what wraps them", func() {
			wrapped := fmt.Errorf("at the counter: %w", errLost.With("bag 3"))
			So(wrapped, ShouldWrap, errLost)
			So(errs.As(wrapped).Detail, ShouldEqual, "bag 3")
			So(errs.As(errors.Join(errors.New("x"), wrapped)).Code, ShouldEqual, "test.lost")
		})
		Convey("other errors are none of ours", func() {
			So(errs.As(errors.New("x")), ShouldBeNil)
			So(errs.As(nil), ShouldBeNil)
			So(errors.Is(errLost, errors.New("x")), ShouldBeFalse)
		})
		Convey("all are listed by code", func() {
			var codes []string
			for _, e := range errs.Declared() {
				codes = append(codes, e.Code)
			}
			So(codes, ShouldResemble, []string{"test.kaput", "test.lost", "test.taken"})
			So(slices.IsSorted(codes), ShouldBeTrue)
		})
	})
}
