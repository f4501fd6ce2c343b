package link_test

import (
	"bytes"
	"image/png"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/miniprogram"
	"channelrouter/miniprogram/fake"
	"channelrouter/service/link"
	"channelrouter/service/testkit"
)

func TestSceneCodes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a shop and a guide", t, func() {
			s := newStreet(t, e)
			shop, guide := link.Scene{Kind: link.SceneShop, ID: 4711}, link.Scene{Kind: link.SceneGuide, ID: 4711}

			Convey("a code is a picture whose scene leads back", func() {
				picture, err := s.SceneCode(s.Ctx, shop)
				So(err, ShouldBeNil)
				_, err = png.Decode(bytes.NewReader(picture.PNG))
				So(err, ShouldBeNil)
				drawn := s.wechat.fake.Codes()
				So(drawn, ShouldHaveLength, 1)
				So(drawn[0].AppID, ShouldEqual, "wx-consumer")
				So(drawn[0].Page, ShouldEqual, "pages/scene/index")
				found, err := s.ReadScene(drawn[0].Scene)
				So(err, ShouldBeNil)
				So(found, ShouldResemble, shop)
			})
			Convey("it is drawn once, for all replicas", func() {
				first, err := s.SceneCode(s.Ctx, shop)
				So(err, ShouldBeNil)
				again, err := s.replica().SceneCode(s.Ctx, shop)
				So(err, ShouldBeNil)
				So(again, ShouldResemble, first)
				So(s.wechat.asked.Load(), ShouldEqual, 1)
				other, err := s.SceneCode(s.Ctx, guide)
				So(err, ShouldBeNil)
				So(other.Hash, ShouldNotEqual, first.Hash)
			})
			Convey("twenty at once on two replicas get one picture, and one is kept", func() {
				both := []*link.Service{s.Service, s.replica()}
				hashes := make([]string, 20)
				failures := testkit.Together(20, func(i int) error {
					picture, err := both[i%2].SceneCode(s.Ctx, shop)
					hashes[i] = picture.Hash
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 20)
				for _, h := range hashes {
					So(h, ShouldEqual, hashes[0])
				}
				So(s.rows("app_codes"), ShouldEqual, 1)
			})
			Convey("what fails is not kept", func() {
				s.wechat.fake.Fail(1, fake.Fault{Path: "/wxa/getwxacodeunlimit", Errcode: 45009})
				_, err := s.SceneCode(s.Ctx, shop)
				So(err, ShouldWrap, miniprogram.ErrQuota)
				So(s.rows("app_codes"), ShouldEqual, 0)
			})
			Convey("without the consumer's app there is none", func() {
				_, err := s.with(nil, link.Printing{DefaultHost: "c.brand.test"}).SceneCode(s.Ctx, shop)
				So(err, ShouldWrap, link.ErrNoApp)
			})
		})
	})
}
