package code_test

import (
	"errors"
	"slices"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/testkit"
)

func TestExtending(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a keyring that has one epoch more than the database knows", t, func() {
			w := testkit.New(t, e)
			longer := *w.Keyring
			longer.Epochs = slices.Clone(longer.Epochs)
			epoch, err := longer.AddEpoch(w.Clock.Now(), code.StandardFaces())
			So(err, ShouldBeNil)
			recorded := func() (epochs []uint8) {
				So(w.DB.Conn(w.Ctx).Model(&model.KeyEpoch{}).Order("epoch").Pluck("epoch", &epochs).Error, ShouldBeNil)
				return epochs
			}

			Convey("the epoch is recorded once its file is written", func() {
				So(w.Code.Extend(w.Ctx, &longer, func() error { return nil }), ShouldBeNil)
				So(recorded(), ShouldResemble, []uint8{1, epoch})
			})
			Convey("a file that cannot be written leaves the database as it was", func() {
				full := errors.New("the disk is full")
				So(w.Code.Extend(w.Ctx, &longer, func() error { return full }), ShouldWrap, full)
				So(recorded(), ShouldResemble, []uint8{1})
			})
			Convey("another's keyring is refused before anything is written", func() {
				other, err := code.NewKeyring(w.Clock.Now(), code.StandardFaces())
				So(err, ShouldBeNil)
				written := false
				So(w.Code.Extend(w.Ctx, other, func() error { written = true; return nil }), ShouldWrap, code.ErrKeyringMismatch)
				So(written, ShouldBeFalse)
			})
		})
	})
}
