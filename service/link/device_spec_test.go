package link_test

import (
	"fmt"
	"maps"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/link"
	"channelrouter/service/testkit"
)

// saw is a test of the default host.
func saw(key string, os model.DeviceOS, passed bool) link.NewTest {
	return link.NewTest{
		User: 7, Key: key, Host: "c.brand.test", UpperCase: true, OS: os, Device: "a phone", WeChatVersion: "8.0.60", Passed: passed,
	}
}

func TestExportLock(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given hosts that nobody has tested", t, func() {
			s := newStreet(t, e)
			record := func(n link.NewTest) {
				s.Tick(time.Second)
				_, err := s.RecordTest(s.Ctx, n)
				So(err, ShouldBeNil)
			}
			locked := func(links *link.Service, face model.Face) string {
				err := links.Printable(s.Ctx, face)
				if err == nil {
					return ""
				}
				So(err, ShouldWrap, link.ErrExportLocked)
				return err.Error()
			}

			Convey("nothing is exported, and the refusal says what lacks", func() {
				So(locked(s.Service, model.FaceUnitInner), ShouldContainSubstring, "unit_inner is printed with HTTPS://C.BRAND.TEST/: ios was not tested; android was not tested")
				So(locked(s.Service, model.FaceCaseOuter), ShouldContainSubstring, "HTTPS://G.BRAND.TEST/")
			})
			Convey("a test on one system is half of it", func() {
				record(saw("1", model.IOS, true))
				So(locked(s.Service, model.FaceUnitInner), ShouldEndWith, ": android was not tested)")
			})
			Convey("a test that failed says when and on what", func() {
				record(saw("1", model.IOS, true))
				record(saw("2", model.Android, false))
				So(locked(s.Service, model.FaceUnitInner), ShouldContainSubstring, "android failed on 2026-03-02 (a phone)")
			})
			Convey("tested with another case, it stays locked", func() {
				for i, os := range []model.DeviceOS{model.IOS, model.Android} {
					lower := saw(fmt.Sprint(i), os, true)
					lower.UpperCase = false
					record(lower)
				}
				So(locked(s.Service, model.FaceUnitInner), ShouldNotBeEmpty)
			})

			Convey("and one that passed on both", func() {
				record(saw("1", model.IOS, true))
				record(saw("2", model.Android, true))
				So(locked(s.Service, model.FaceUnitInner), ShouldBeEmpty)
				So(locked(s.Service, model.FacePallet), ShouldBeEmpty)

				Convey("a host of its own stays locked", func() {
					So(locked(s.Service, model.FaceCaseOuter), ShouldNotBeEmpty)
				})
				Convey("the newest test counts, whatever was before", func() {
					record(saw("3", model.Android, false))
					So(locked(s.Service, model.FaceUnitInner), ShouldNotBeEmpty)
					record(saw("4", model.Android, true))
					So(locked(s.Service, model.FaceUnitInner), ShouldBeEmpty)
				})
				Convey("another case in the configuration locks again", func() {
					printing := s.Printing
					printing.UpperCase = false
					So(locked(s.with(s.Apps, printing), model.FaceUnitInner), ShouldNotBeEmpty)
				})
				Convey("another host locks again", func() {
					printing := s.Printing
					printing.DefaultHost = "new.brand.test"
					So(locked(s.with(s.Apps, printing), model.FaceUnitInner), ShouldNotBeEmpty)
				})
				Convey("and so does another app behind the host", func() {
					apps := maps.Clone(s.Apps)
					apps["consumer"] = link.App{ID: "wx-other"}
					So(locked(s.with(apps, s.Printing), model.FaceUnitInner), ShouldNotBeEmpty)
				})
			})

			Convey("a test of a host that is not ours is refused", func() {
				n := saw("1", model.IOS, true)
				n.Host = "evil.test"
				_, err := s.RecordTest(s.Ctx, n)
				So(err, ShouldWrap, link.ErrUnknownHost)
				So(s.rows("device_tests"), ShouldEqual, 0)
			})
			Convey("a retry is the same test, and another test under its key is refused", func() {
				first, err := s.RecordTest(s.Ctx, saw("1", model.IOS, true))
				So(err, ShouldBeNil)
				s.Tick(time.Minute)
				again, err := s.RecordTest(s.Ctx, saw("1", model.IOS, true))
				So(err, ShouldBeNil)
				So(again, ShouldResemble, first)
				_, err = s.RecordTest(s.Ctx, saw("1", model.IOS, false))
				So(err, ShouldWrap, link.ErrKeyReused)
				other := saw("1", model.Android, false)
				other.User = 8 // whose keys are his own
				_, err = s.RecordTest(s.Ctx, other)
				So(err, ShouldBeNil)
				So(s.rows("device_tests"), ShouldEqual, 2)
			})
			Convey("twenty retries at once are one test", func() {
				failures := testkit.Together(20, func(int) error {
					_, err := s.RecordTest(s.Ctx, saw("1", model.IOS, true))
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 20)
				So(s.rows("device_tests"), ShouldEqual, 1)
			})
		})
	})
}

func TestChecklist(t *testing.T) {
	Convey("Given a host for everyone and one for guides' goods", t, func() {
		s := newStreet(t, testkit.SQLite)
		done := func() map[string]bool {
			sites, err := s.Checklist(s.Ctx)
			So(err, ShouldBeNil)
			So(sites, ShouldHaveLength, 2)
			So([]string{sites[0].Host, sites[0].Opens.Role, sites[0].Rule}, ShouldResemble, []string{"c.brand.test", "consumer", "HTTPS://C.BRAND.TEST/"})
			So([]string{sites[1].Host, sites[1].Opens.Role, sites[1].Opens.EnvVersion}, ShouldResemble, []string{"g.brand.test", "guide", "trial"})
			So(sites[0].Printed && sites[1].Printed, ShouldBeTrue)
			So(sites[0].Faces, ShouldBeEmpty)
			So(sites[1].Faces, ShouldResemble, []model.Face{model.FaceCaseOuter})
			steps := map[string]bool{"unlocked": sites[0].Unlocked}
			for i, step := range sites[0].Steps {
				So(step.HintEN, ShouldNotBeEmpty)
				So(step.HintZH, ShouldNotEqual, step.HintEN)
				So(step.Name, ShouldEqual, []string{"app", "file", "rule", "ios_test", "android_test"}[i])
				steps[step.Name] = step.Done
			}
			return steps
		}

		Convey("nothing is done before a phone has shown it", func() {
			So(done(), ShouldResemble, map[string]bool{"app": false, "file": false, "rule": false, "ios_test": false, "android_test": false, "unlocked": false})
		})
		Convey("a failed test shows nothing", func() {
			_, err := s.RecordTest(s.Ctx, saw("1", model.IOS, false))
			So(err, ShouldBeNil)
			So(done()["rule"], ShouldBeFalse)
		})
		Convey("one that passed shows that rule, file and app are there", func() {
			_, err := s.RecordTest(s.Ctx, saw("1", model.IOS, true))
			So(err, ShouldBeNil)
			So(done(), ShouldResemble, map[string]bool{"app": true, "file": true, "rule": true, "ios_test": true, "android_test": false, "unlocked": false})
		})
		Convey("both unlock", func() {
			s.TestHosts()
			So(done(), ShouldResemble, map[string]bool{"app": true, "file": true, "rule": true, "ios_test": true, "android_test": true, "unlocked": true})
			sites, err := s.Checklist(s.Ctx)
			So(err, ShouldBeNil)
			So(sites[1].Steps[0].Done, ShouldBeFalse) // the guide's app is for testers only
		})
	})
}
