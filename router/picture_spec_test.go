package router_test

import (
	"bytes"
	"fmt"
	"image/png"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

func TestPictures(t *testing.T) {
	Convey("Given a batch whose host nobody has tested yet", t, func() {
		s := newStory(t, testkit.SQLite)
		manager := s.console(model.UserChannelManager)
		path := fmt.Sprintf("/api/v1/console/batches/%d/codes/5/picture?face=unit_inner", s.batch.ID)

		Convey("a manager gets the picture of one code, to test with, and that is audited", func() {
			a := s.get(path+"&format=png", manager)
			So(a.header.Get("Content-Type"), ShouldEqual, "image/png")
			picture, err := png.Decode(bytes.NewReader(a.body))
			So(err, ShouldBeNil)
			bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
			So(err, ShouldBeNil)
			read, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
			So(err, ShouldBeNil)
			So(read.GetText(), ShouldEqual, "https://c.brand.test/"+s.cap(5))
			So(s.auditLog()[0].Target, ShouldEndWith, "/codes/5/picture, code 5 of unit_inner, batch B1")
		})
		Convey("or as SVG", func() {
			a := s.get(path, manager)
			So(a.header.Get("Content-Type"), ShouldEqual, "image/svg+xml")
			So(string(a.body), ShouldStartWith, "<svg")
		})
		Convey("nobody else does", func() {
			So(s.get(path, s.console(model.UserAuditor)).code(), ShouldEqual, "request.not_permitted")
			So(s.audited(), ShouldEqual, 0)
		})
	})
}
