package router

import (
	"slices"

	"channelrouter/api/console"
	"channelrouter/api/consumer"
	"channelrouter/model"
	"channelrouter/service"
)

// draws are the rows by which consumers draw. What a campaign says is public.
func draws(rooms *service.Rooms) []Route {
	campaigns, mine := consumer.NewCampaignHandler(rooms.Campaign), consumer.NewDrawHandler(rooms.Campaign)
	member := Guard{App: appConsumer}
	return []Route{
		row("GET", "/consumer/campaigns", Guard{}, "Published campaigns, newest first", campaigns.List),
		row("GET", "/consumer/campaigns/{id}", Guard{}, "What a campaign says: rules, pool, odds, commitment", campaigns.Get),
		row("GET", "/consumer/campaigns/{id}/winners", Guard{}, "Who has won the high prizes, masked", campaigns.Winners),
		row("POST", "/consumer/draws", member, "Draw for a unit that I have claimed", mine.Create),
		row("GET", "/consumer/wins", member, "What I have won in campaigns", mine.Wins),
		row("PUT", "/consumer/wins/{id}/address", member, "Say where a gift is to be sent", mine.SetAddress),
	}
}

// stoppers may stop a campaign: whoever sees that it goes wrong.
var stoppers = []model.UserRole{model.UserOwner, model.UserChannelManager, model.UserFinance}

// campaignRoutes: managers draft, who answers for the money publishes.
func campaignRoutes(rooms *service.Rooms) []Route {
	h := console.NewCampaignHandler(rooms.Campaign)
	return slices.Concat([]Route{
		row("GET", "/console/campaigns", atConsole(readers), "Campaigns, newest first", h.List),
		row("POST", "/console/campaigns", atConsole(managers), "Draft a campaign", h.Create),
		row("GET", "/console/campaigns/{id}", atConsole(readers), "A campaign: its terms, what is given, what is left", h.Get),
		row("PUT", "/console/campaigns/{id}", atConsole(managers), "Edit a draft", h.Edit),
		row("POST", "/console/campaigns/{id}/publish", atConsole(finance), "Publish a draft: it never changes again", h.Publish),
		row("POST", "/console/campaigns/{id}/stop", atConsole(stoppers), "Stop a campaign at once, for good", h.Stop),
		row("GET", "/console/campaigns/{id}/archive", atConsole(readers), "All draws of a campaign that is over, as JSON lines to verify", h.Archive),
		row("GET", "/console/campaigns/{id}/wins", atConsole(readers), "What was won, and where gifts stand", h.Wins),
		row("GET", "/console/campaign-wins", atConsole(readers), "What was won in all campaigns, and where it stands", h.AllWins),
		row("POST", "/console/campaign-wins/{id}/disclosures", atConsole(managers), "See where a gift is to be sent", h.Disclose),
		row("POST", "/console/campaign-wins/{id}/sent", atConsole(managers), "Record that a gift was sent", h.Sent),
	}, bookRoutes("campaigns", console.NewPolicyHandler(rooms.Campaign.Policies, rooms.Clock), finance))
}
