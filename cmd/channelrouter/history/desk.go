package history

import (
	"context"
	"fmt"

	"channelrouter/model"
	"channelrouter/service/campaign"
	"channelrouter/service/code"
	"channelrouter/service/codeorder"
	"channelrouter/service/contact"
	"channelrouter/service/recall"
)

// paperwork is what the brand's people do on a day beside cases and statements.
func (w *world) paperwork(ctx context.Context, day int) error {
	switch day {
	case 4, 34, 64:
		return w.order(ctx, day)
	case 12:
		return w.announce(ctx, day, "中秋国庆铺货安排", "请各经销商于节前完成终端铺货，并提醒门店开箱扫码。", []string{"distributor", "terminal"})
	case 30:
		return w.raffle(ctx)
	case 45:
		return w.sharpen(ctx)
	case 52:
		return w.recall(ctx)
	case 75:
		return w.announce(ctx, day, "扫码积分规则说明", "导购扫码后，待消费者验真，积分自动到账。", []string{"guide"})
	}
	if day%4 == 2 {
		return w.talk(ctx, day)
	}
	return nil
}

// order asks for codes for a line; what becomes of it depends on the day.
func (w *world) order(ctx context.Context, day int) error {
	for i, p := range w.products[:3] {
		o, err := w.CodeOrder.Ask(ctx, codeorder.Wish{
			By: w.by(model.UserChannelManager), Key: w.key("order", day, i), Plant: "金山工厂", Line: fmt.Sprintf("%d号线", i+1), Note: "常规备码",
			Batch: code.NewBatch{
				Ref: fmt.Sprintf("%s-PO%02d%d-%s", p.SKU, day, i, w.run[:4]), ProductID: p.ID, Profile: code.FiveInOne(unitsPerCase, casesPerPallet),
				Linking: model.PreLinked, Count: 50,
			},
		})
		if err != nil {
			return err
		}
		switch {
		case i == 1 && day == 34:
			_, err = w.CodeOrder.Refuse(ctx, w.by(model.UserOwner), o.ID, "数量与排产计划不符，请核对后重新申请。")
		case i == 2 && day == 64: // waits
		default:
			_, err = w.CodeOrder.Approve(ctx, w.by(model.UserOwner), o.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *world) announce(ctx context.Context, day int, title, body string, roles []string) error {
	_, err := w.Contact.Announce(ctx, contact.NewAnnouncement{
		By: w.by(model.UserChannelManager), Key: w.key("announce", day), Title: title, Body: body, Audience: contact.Audience{Roles: roles},
	})
	if err != nil {
		return err
	}
	for range 30 { // pages of people
		if err := w.Contact.WorkAnnouncements(ctx); err != nil {
			return err
		}
	}
	return nil
}

// talks are what consumers and shops ask, and what they are answered.
var talks = []struct {
	topic        model.ThreadTopic
	asks, answer string
}{
	{model.TopicGoods, "罐底的码刮开后看不清，怎么验真？", "您好，请在光线充足处重新扫描，或手动输入码下方的字符。"},
	{model.TopicReward, "扫码后积分没有到账。", "您好，积分已补发，请在“我的积分”中查看。"},
	{model.TopicOther, "能开电子发票吗？", "您好，请联系购买门店开具。"},
	{model.TopicGoods, "同一罐奶粉扫出来说已经被扫过，是假货吗？", ""},
	{model.TopicOrder, "附近哪里能买到 3 段？", "您好，已为您查询，附近三家门店有货。"},
	{model.TopicReward, "抽奖的杯子什么时候寄出？", ""},
}

// talk has a consumer ask something; most are answered, and some of those closed.
func (w *world) talk(ctx context.Context, day int) error {
	t := talks[day/4%len(talks)]
	made, err := w.Contact.Open(ctx, contact.NewThread{
		Draft: contact.Draft{Person: w.consumers[w.desk.IntN(len(w.consumers))].id, Role: model.RoleConsumer, Text: t.asks, Key: w.key("talk", day)},
		Topic: t.topic, IP: "192.0.2.1",
	})
	if err != nil || t.answer == "" {
		return err
	}
	answered, err := w.Contact.Reply(ctx, contact.Answer{Thread: made.Thread.ID, By: w.by(model.UserOperator), Text: t.answer, Key: w.key("reply", day)})
	if err != nil || day > days*3/4 {
		return err
	}
	_, err = w.Contact.Close(ctx, answered.Thread.ID, answered.Thread.Posts)
	return err
}

// recall stops the sale of a few pallets.
func (w *world) recall(ctx context.Context) error {
	b := w.waves[1].loads[0].batch
	pallet := model.LevelPallet
	_, err := w.Recall.Start(ctx, recall.Order{
		Key: w.key("recall"), Batch: b.ID, Interval: code.Interval{Level: &pallet, From: w.waves[1].pallets - 1, To: w.waves[1].pallets},
		Level: model.StopSale, Reason: "包装封口抽检不合格，暂停销售该托盘",
	})
	return err
}

// raffle publishes a campaign that goes on.
func (w *world) raffle(ctx context.Context) error {
	text := func(zh, en string) campaign.Text { return campaign.Text{ZH: zh, EN: en} }
	c, err := w.Campaign.Create(ctx, campaign.Terms{
		Name: text("扫码赢好礼", "Scan and win"), Rules: text("每罐正品扫码一次，即可抽奖一次。", "Every tin that is claimed is a draw."),
		Requirement: campaign.RequirementClaim, StartsAt: w.Clock.Now(), EndsAt: w.end.AddDate(0, 1, 0), BudgetFen: 5_000_000,
		Prizes: []campaign.Prize{
			{Code: "cash", Name: text("红包 10 元", "red packet, 10 yuan"), Kind: campaign.KindCash, Amount: 1_000, OddsPPM: 20_000, Stock: 500},
			{Code: "cup", Name: text("儿童水杯", "a cup"), Kind: campaign.KindGift, ValueFen: 5_900, OddsPPM: 30_000, Stock: 200},
			{Code: "points", Name: text("50 积分", "50 points"), Kind: campaign.KindPoints, Amount: 50, OddsPPM: 400_000, Stock: 20_000},
		},
	}, w.by(model.UserChannelManager))
	if err != nil {
		return err
	}
	c, err = w.Campaign.Publish(ctx, c.ID, c.Version, w.by(model.UserOwner))
	w.campaign = c.ID
	return err
}

// drawFor has who claimed a unit draw for it.
func (w *world) drawFor(ctx context.Context, p *planned, scan model.ScanID) error {
	_, err := w.Campaign.Draw(ctx, campaign.Try{
		Person: *p.person, Campaign: w.campaign, Scan: scan, Key: w.key("draw", scan), Device: p.device,
	})
	return err
}
