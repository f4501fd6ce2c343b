package contact_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/contact"
	"channelrouter/service/testkit"
)

func TestTextsWhileWeChatIsDown(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a risky text written while WeChat does not answer", t, func() {
			d := newDesk(t, e)
			d.censor.fails = fmt.Errorf("%w: timeout", contact.ErrSilent)
			id := d.thread("visit my " + riskyWord)
			content := func() model.ContentState { return d.now(id).Posts[0].Content }
			work := func() {
				_, err := d.CheckTexts(d.Ctx)
				So(err, ShouldBeNil)
			}
			So(content(), ShouldEqual, model.ContentUnchecked)

			Convey("it is kept, and WeChat left alone for a moment", func() {
				d.thread("another")
				So(d.censor.texts, ShouldHaveLength, 1)
			})
			Convey("it is asked about later, longer each time, and then marked and hidden from nobody", func() {
				work()
				So(d.censor.texts, ShouldHaveLength, 1) // not due
				d.Tick(10 * time.Second)
				work()
				work()
				So(d.censor.texts, ShouldHaveLength, 2)
				d.censor.fails = nil
				d.Tick(20 * time.Second)
				work()
				So(content(), ShouldEqual, model.ContentRisky)
				v, err := d.Read(d.Ctx, d.li, model.RoleConsumer, id, 0, 10)
				So(err, ShouldBeNil)
				So(v.Posts[0].Text, ShouldContainSubstring, riskyWord)
				work()
				So(d.censor.texts, ShouldHaveLength, 3)
			})
			Convey("of 20 workers one asks", func() {
				d.Tick(10 * time.Second)
				d.censor.fails = nil
				for _, err := range testkit.Together(20, func(int) error { _, err := d.CheckTexts(d.Ctx); return err }) {
					So(err, ShouldBeNil)
				}
				So(d.censor.texts, ShouldHaveLength, 2)
				So(content(), ShouldEqual, model.ContentRisky)
			})
			Convey("after a day people have to look at it", func() {
				d.censor.fails = errors.New("the person is away")
				for range 30 {
					d.Tick(time.Hour)
					work()
				}
				So(content(), ShouldEqual, model.ContentReview)
				So(len(d.censor.texts), ShouldBeBetween, 20, 30)
			})
		})
	})
}

func TestPhotos(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a consumer with photos", t, func() {
			d := newDesk(t, e)
			sees := func(address string) (kind string, content []byte, err error) {
				parsed, err := url.Parse(address)
				So(err, ShouldBeNil)
				m, err := d.Media(d.Ctx, strings.TrimPrefix(parsed.Path, "/media/"), parsed.Query())
				if err != nil {
					return "", nil, err
				}
				defer m.Close()
				content, err = io.ReadAll(m)
				return m.MediaType, content, err
			}

			Convey("a photo is seen by its address, for an hour", func() {
				p := d.photo(1)
				kind, content, err := sees(p.Address)
				So(err, ShouldBeNil)
				So(kind, ShouldEqual, "image/png")
				So(content, ShouldResemble, picture(1))
				So([]int{p.Width, p.Height, p.Bytes}, ShouldResemble, []int{8, 8, len(content)})
				_, _, err = sees(strings.Replace(p.Address, "until=1", "until=2", 1))
				So(err, ShouldWrap, contact.ErrMediaRefused)
				_, _, err = sees("/media/../../etc/passwd?until=1&sig=x")
				So(err, ShouldWrap, contact.ErrMediaRefused)
				d.Tick(2 * time.Hour)
				_, _, err = sees(p.Address)
				So(err, ShouldWrap, contact.ErrMediaRefused)
			})
			Convey("what is no photo, or is too large, or broken, is refused and leaves nothing", func() {
				whole := picture(1)
				for _, c := range []struct {
					file io.Reader
					want error
				}{
					{strings.NewReader(""), contact.ErrPhotoKind},
					{strings.NewReader("<html><script>"), contact.ErrPhotoKind},
					{bytes.NewReader(whole[:len(whole)-20]), contact.ErrPhotoBroken},
					{io.MultiReader(bytes.NewReader(whole), bytes.NewReader(make([]byte, 10<<20))), contact.ErrPhotoTooLarge},
					{iotest.ErrReader(io.ErrUnexpectedEOF), contact.ErrPhotoBroken},
				} {
					_, err := d.Upload(d.Ctx, d.li, model.RoleConsumer, c.file)
					So(err, ShouldWrap, c.want)
				}
				So(d.count(&model.Photo{}), ShouldEqual, 0)
				So(d.files(), ShouldEqual, 0)
			})
			Convey("60 an hour, however many at once", func() {
				failures := testkit.Together(70, func(i int) error {
					_, err := d.Upload(d.Ctx, d.li, model.RoleConsumer, bytes.NewReader(picture(i)))
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 60)
				So(d.files(), ShouldEqual, 60)
				_, err := d.Upload(d.Ctx, d.wang, model.RoleConsumer, bytes.NewReader(picture(1)))
				So(err, ShouldBeNil)
				d.Tick(time.Hour)
				d.photo(1)
			})
			Convey("they go with a text; others', used ones, too many and repeated ones do not", func() {
				a, b := d.photo(1), d.photo(2)
				_, err := d.Open(d.Ctx, contact.NewThread{Topic: model.TopicGoods, Draft: contact.Draft{Person: d.wang, Role: model.RoleConsumer, Text: "x", Photos: []model.PhotoID{a.ID}, Key: "k"}})
				So(err, ShouldWrap, contact.ErrBadPhotos)
				_, err = d.opens("x", a.ID, a.ID)
				So(err, ShouldWrap, contact.ErrBadPhotos)
				_, err = d.opens("x", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
				So(err, ShouldWrap, contact.ErrBadPhotos)
				w, err := d.opens("look", a.ID, b.ID)
				So(err, ShouldBeNil)
				So(w.Post.Photos, ShouldHaveLength, 2)
				So(w.Post.Photos[0].ID, ShouldEqual, a.ID)
				_, err = d.opens("again", a.ID)
				So(err, ShouldWrap, contact.ErrBadPhotos)
				So(d.count(&model.Thread{}), ShouldEqual, 1)
			})
			Convey("what no text has used in a day is forgotten, its content with the last of it", func() {
				old, used := d.photo(1), d.photo(2)
				id := d.thread("look", used.ID)
				d.Tick(23 * time.Hour)
				twin, again := d.photo(1), d.photo(2)
				d.Tick(2 * time.Hour)
				tidy := func() {
					_, err := d.Tidy(d.Ctx)
					So(err, ShouldBeNil)
				}
				tidy()
				_, err := d.opens("late", old.ID)
				So(err, ShouldWrap, contact.ErrBadPhotos)
				So(d.files(), ShouldEqual, 2)
				d.age()
				d.Tick(24 * time.Hour)
				tidy()
				So([]any{d.count(&model.Photo{}), d.files()}, ShouldResemble, []any{int64(1), 1})
				So([]model.PhotoID{twin.ID, again.ID}, ShouldNotContain, d.now(id).Posts[0].Photos[0].ID)
				_, _, err = sees(d.now(id).Posts[0].Photos[0].Address)
				So(err, ShouldBeNil)
			})
		})
	})
}

func TestPhotoChecks(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a thread with two photos, and one that is not used", t, func() {
			d := newDesk(t, e)
			d.photo(3)
			id := d.thread("look", d.photo(1).ID, d.photo(2).ID)
			work := func() {
				_, err := d.CheckPhotos(d.Ctx)
				So(err, ShouldBeNil)
			}
			states := func() (all []model.ContentState) {
				for _, p := range d.now(id).Posts[0].Photos {
					all = append(all, p.Content)
				}
				return all
			}
			const unchecked, asked, passed, review, risky = model.ContentUnchecked, model.ContentAsked, model.ContentPassed, model.ContentReview, model.ContentRisky

			Convey("they are handed over by public addresses, and judged by what WeChat tells", func() {
				work()
				work()
				So(d.censor.photos, ShouldHaveLength, 2)
				So(d.censor.photos[0], ShouldStartWith, "https://brand.test/media/")
				So(states(), ShouldResemble, []model.ContentState{asked, asked})
				So(d.OnMediaChecked(d.Ctx, "trace-0", "pass"), ShouldBeNil)
				So(d.OnMediaChecked(d.Ctx, "trace-1", "risky"), ShouldBeNil)
				So(states(), ShouldResemble, []model.ContentState{passed, risky})
				photos := d.now(id).Posts[0].Photos
				So(photos[0].Address, ShouldNotBeEmpty)
				So(photos[1].Address, ShouldBeEmpty)

				Convey("told again, or late, it changes nothing", func() {
					So(d.OnMediaChecked(d.Ctx, "trace-1", "pass"), ShouldBeNil)
					d.Tick(2 * time.Hour)
					work()
					So(states(), ShouldResemble, []model.ContentState{passed, risky})
					So(d.censor.photos, ShouldHaveLength, 2)
				})
			})
			Convey("what it cannot judge people look at; of what is not ours WeChat tells again", func() {
				So(d.OnMediaChecked(d.Ctx, "trace-0", "pass"), ShouldWrap, contact.ErrUnknownCheck)
				So(d.OnMediaChecked(d.Ctx, "", "pass"), ShouldWrap, contact.ErrUnknownCheck)
				work()
				So(d.OnMediaChecked(d.Ctx, "trace-0", "review"), ShouldBeNil)
				So(d.OnMediaChecked(d.Ctx, "trace-1", "what"), ShouldBeNil)
				So(states(), ShouldResemble, []model.ContentState{review, review})
			})
			Convey("while WeChat is down they wait", func() {
				d.censor.fails = fmt.Errorf("%w: timeout", contact.ErrSilent)
				work()
				So(states(), ShouldResemble, []model.ContentState{unchecked, unchecked})
				d.censor.fails = nil
				d.Tick(time.Minute)
				work()
				So(states(), ShouldResemble, []model.ContentState{asked, asked})
			})
			Convey("a verdict that never comes is asked for again, and after a day left to people", func() {
				for range 30 {
					work()
					d.Tick(61 * time.Minute)
				}
				So(states(), ShouldResemble, []model.ContentState{review, review})
				So(len(d.censor.photos), ShouldBeBetween, 40, 52)
			})
			Convey("of 20 workers each photo is handed over by one", func() {
				for _, err := range testkit.Together(20, func(int) error { _, err := d.CheckPhotos(d.Ctx); return err }) {
					So(err, ShouldBeNil)
				}
				So(d.censor.photos, ShouldHaveLength, 2)
			})
		})
	})
}
