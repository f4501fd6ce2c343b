package message_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/message"
	"channelrouter/service/testkit"
)

// office is a world whose guides' app has a template for rewards.
type office struct {
	*testkit.World
	*message.Service
	post *post
}

const (
	guideApp = "wx-guide"
	template = "reward-template"
)

func newOffice(t testing.TB, e testkit.Engine) *office {
	o := &office{World: testkit.New(t, e), post: newPost()}
	o.Service = message.New(o.DB, o.Clock, o.IDs, o.post, map[model.Role]message.App{
		model.RoleGuide: {ID: guideApp}, model.RoleConsumer: {ID: "wx-consumer", Pushed: true},
	}, message.Rooms{
		Identity: o.World.Identity, Channel: o.World.Channel, Reward: o.World.Reward, Payout: o.World.Payout,
		Rebate: o.World.Rebate, Diversion: o.World.Diversion, Campaign: o.World.Campaign,
	})
	o.publish(func(*message.Policy) {})
	return o
}

// publish puts the office's policy in force, changed.
func (o *office) publish(change func(*message.Policy)) {
	o.T.Helper()
	p := message.DefaultPolicy
	p.Templates = []message.Template{
		{
			Role: "guide", Event: message.Cash, TemplateID: template, Page: "pages/wallet",
			Keywords: map[string]string{"amount1": "{amount}元", "time2": "{time}", "thing3": "{title}"},
		},
	}
	change(&p)
	_, err := o.Policies.Publish(o.Ctx, p, o.Clock.Now(), 1)
	o.must(err)
}

func (o *office) must(err error) {
	o.T.Helper()
	if err != nil {
		o.T.Fatal(err)
	}
}

// guide is a person with an account in the guide's app.
func (o *office) guide(name string) model.PersonID {
	tokens, err := o.World.Identity.Login(o.Ctx, "guide", "union-"+name)
	o.must(err)
	actor, err := o.World.Identity.Authenticate(o.Ctx, "guide", tokens.Access)
	o.must(err)
	return actor.PersonID
}

// reward is a note that a guide has earned two yuan, of a key.
func reward(guide model.PersonID, key any) message.Note {
	return message.Note{
		Person: guide, Role: model.RoleGuide, Event: message.Cash, Key: fmt.Sprint(key),
		Data: map[string]string{"amount": money.Fen(200).Yuan()},
	}
}

// inbox is all that a guide was told.
func (o *office) inbox(guide model.PersonID) []model.Message {
	list, err := o.Inbox(o.Ctx, guide, model.RoleGuide, false, 0, 1000)
	So(err, ShouldBeNil)
	return list
}

// deliveries are a person's, oldest first.
func (o *office) deliveries(person model.PersonID) []model.MessageDelivery {
	var all []model.MessageDelivery
	So(o.DB.Conn(o.Ctx).Where("person_id = ?", person).Order("message_id").Find(&all).Error, ShouldBeNil)
	return all
}

// accepts has a guide accept messages in the popup, of which WeChat knows as well.
func (o *office) accepts(name string, person model.PersonID, times int) {
	o.T.Helper()
	for range times {
		o.must(o.ReportConsents(o.Ctx, person, model.RoleGuide, accepted(template), fmt.Sprint(o.IDs.Next())))
		o.post.mu.Lock()
		o.post.accepted["union-"+name+"@guide"]++
		o.post.mu.Unlock()
	}
}

// work lets a worker go on until nothing is due.
func (o *office) work() {
	_, err := o.Work(o.Ctx)
	o.must(err)
}

// later lets time pass, and a worker work.
func (o *office) later(d time.Duration) {
	o.Tick(d)
	o.work()
}

// only is the one delivery that a person has.
func (o *office) only(person model.PersonID) model.MessageDelivery {
	all := o.deliveries(person)
	So(all, ShouldHaveLength, 1)
	return all[0]
}

// states counts a person's deliveries by their states.
func (o *office) states(person model.PersonID) map[model.DeliveryState]int {
	n := map[model.DeliveryState]int{}
	for _, d := range o.deliveries(person) {
		n[d.State]++
	}
	return n
}
