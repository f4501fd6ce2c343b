package campaign_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/campaign"
	"channelrouter/service/testkit"
)

// archive is the archive of a campaign that is over.
func (f *fair) archive(c model.Campaign) string {
	c, err := f.Campaign.Archivable(f.Ctx, c.ID)
	So(err, ShouldBeNil)
	var out bytes.Buffer
	So(f.Campaign.Archive(f.Ctx, &out, c), ShouldBeNil)
	return out.String()
}

func verify(text string) campaign.Verification {
	v, err := campaign.VerifyArchive(strings.NewReader(text))
	So(err, ShouldBeNil)
	return v
}

// reseal gives tampered lines a tail that fits them, as far as the digest goes.
func reseal(text string) string {
	lines := strings.SplitAfter(strings.TrimSuffix(text, "\n"), "\n")
	body := strings.Join(lines[:len(lines)-1], "")
	var tail map[string]any
	So(json.Unmarshal([]byte(lines[len(lines)-1]), &tail), ShouldBeNil)
	sum := sha256.Sum256([]byte(body))
	tail["sha256"] = hex.EncodeToString(sum[:])
	encoded, err := json.Marshal(tail)
	So(err, ShouldBeNil)
	return body + string(encoded) + "\n"
}

func TestArchive(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a campaign with winners, losers, and prizes that were used up", t, func() {
			f := newFair(t, e)
			li := f.Person()
			some, rare, consolation := cash, gift, points
			some.OddsPPM, some.Stock = 400_000, 2
			rare.OddsPPM, rare.Stock = 550_000, 9
			consolation.OddsPPM, consolation.Stock = 0, 2
			t := terms(some, rare)
			t.Consolation, t.BudgetFen = &consolation, 4*75_000+3_000 // of a cup, a fifth of what it costs is tax
			c := f.publish(t)
			for range 40 {
				_, err := f.draw(c, li)
				So(err, ShouldBeNil)
			}

			Convey("there is no archive before it is over, and a minute past", func() {
				for range 2 {
					_, err := f.Campaign.Archivable(f.Ctx, c.ID)
					So(err, ShouldWrap, campaign.ErrNotOver)
					So(f.Campaign.Archive(f.Ctx, io.Discard, c), ShouldWrap, campaign.ErrNotOver)
					c, err = f.Campaign.Stop(f.Ctx, c.ID)
					So(err, ShouldBeNil)
				}
				seed, err := f.Campaign.SeedOf(c)
				So(err, ShouldBeNil)
				So(seed, ShouldBeEmpty)
				f.Tick(time.Minute)
				So(f.archive(c), ShouldNotBeEmpty)
			})
			Convey("afterwards", func() {
				f.Tick(8 * 24 * time.Hour)
				_, err := f.Campaign.EndDue(f.Ctx)
				So(err, ShouldBeNil)
				text := f.archive(c)

				Convey("its archive is recomputed from itself alone", func() {
					v := verify(text)
					So(v.Differences, ShouldBeEmpty)
					So(v.Sound(), ShouldBeTrue)
					So(v.Campaign, ShouldEqual, fmt.Sprint(c.ID))
					So(v.Commitment, ShouldEqual, c.Commitment)
					So(v.Draws, ShouldEqual, 40)
					standing := f.standing(c)
					So(v.SpentFen, ShouldEqual, int64(t.BudgetFen-standing.BudgetFen))
					So(v.TaxFen, ShouldEqual, standing.Given["cup"]*15_000)
					for code, n := range standing.Given {
						So(v.Given[code], ShouldEqual, n)
					}
					for _, reason := range []string{"out_of_stock", "out_of_budget"} { // the story has both
						So(text, ShouldContainSubstring, reason)
					}
				})
				Convey("whoever has won is not in it", func() {
					So(text, ShouldNotContainSubstring, fmt.Sprint(li))
				})
				Convey("any change of it is found", func() {
					lineWith := func(has, lacks string) string {
						for _, line := range strings.SplitAfter(text, "\n") {
							if strings.Contains(line, has) && (lacks == "" || !strings.Contains(line, lacks)) {
								return line
							}
						}
						return ""
					}
					line, loser := lineWith(`"given":"cash"`, ""), lineWith(`"number"`, `"given"`)
					var draw struct {
						Item, Drawn, Given string
						Number             int64
					}
					So(json.Unmarshal([]byte(line), &draw), ShouldBeNil)
					replace := func(old, fresh string) string {
						So(text, ShouldContainSubstring, old)
						return strings.Replace(text, old, fresh, 1)
					}
					number := fmt.Sprintf(`"number":%d`, draw.Number)
					for what, tampered := range map[string]string{
						"another number":         replace(number, number+"1"),
						"a prize for a loser":    replace(loser, strings.Replace(loser, `}`, `,"given":"cup","win":"1"}`, 1)),
						"another item":           replace(`"item":"`+draw.Item+`"`, `"item":"1"`),
						"a line left out":        replace(line, ""),
						"a line twice":           replace(line, line+line),
						"another seed":           replace(`"seed":"`, `"seed":"00`),
						"other odds":             replace(`\"odds_ppm\":400000`, `\"odds_ppm\":400001`),
						"another reason":         replace(`out_of_stock`, `out_of_budget`),
						"a reason too many":      replace(number, number+`,"reason":"out_of_stock"`),
						"no tail":                text[:strings.LastIndex(strings.TrimSuffix(text, "\n"), "\n")+1],
						"a field of nobody's":    replace(number, number+`,"note":"x"`),
						"a moment outside":       replace(`"at":"2026`, `"at":"2025`),
						"an item written oddly":  replace(`"item":"`, `"item":"0`),
						"two values in a line":   replace(line, strings.TrimSuffix(line, "\n")+"{}\n"),
						"another stock":          replace(`\"stock\":2`, `\"stock\":7`),
						"another budget":         replace(`\"budget_fen\":`, `\"budget_fen\":1`),
						"another campaign":       replace(`"campaign":"`, `"campaign":"1`),
						"terms that are no JSON": replace(`"terms":"{`, `"terms":"`),
						"another format":         replace(`archive 2`, `archive 1`),
						"more tax than there is": replace(`"tax_fen":15000}`, `"tax_fen":15001}`),
						"no tax":                 replace(`,"tax_fen":15000}`, `}`),
						"tax on cash":            replace(line, strings.Replace(line, `}`, `,"tax_fen":1}`, 1)),
					} {
						SoMsg(what, verify(tampered).Sound(), ShouldBeFalse)
						if what != "no tail" && what != "a line left out" { // a draw that nobody tells of is missed by whoever drew it
							SoMsg(what+", resealed", verify(reseal(tampered)).Sound(), ShouldBeFalse)
						}
					}
				})
				Convey("what is no archive is said to be none", func() {
					for _, text := range []string{"", "\n", "{}\n{}\n", "nonsense", strings.Repeat("x", 1<<20-1)} {
						So(verify(text).Sound(), ShouldBeFalse)
					}
					_, err := campaign.VerifyArchive(strings.NewReader(strings.Repeat("x", 1<<20)))
					So(err, ShouldNotBeNil)
					_, err = campaign.VerifyArchive(io.MultiReader(strings.NewReader(text[:200]), broken{}))
					So(err, ShouldEqual, errBroken)
				})
			})
		})
	})
}

var errBroken = errors.New("broken")

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errBroken }
