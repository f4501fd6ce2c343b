package fake

// MarketOrder is an order of codes: an application at WeChat.
type MarketOrder struct {
	Application int64
	Reference   string // isv_application_id
	Count       int64
	Finished    bool
	Active      []MarketActivation
}

// MarketActivation is the run of codes, from Start to End, that open a page of an app.
type MarketActivation struct {
	Start, End  int64
	AppID, Page string
}

// FinishMarketOrder has WeChat be done with making an order's codes at once. It tells
// whether it was making them.
func (s *Server) FinishMarketOrder(application int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.codesOf.applications {
		if a.id == application && s.now().Before(a.finishes) {
			a.finishes = s.now()
			return true
		}
	}
	return false
}

// MarketOrders are all orders of codes, in their order.
func (s *Server) MarketOrders() []MarketOrder {
	s.mu.Lock()
	defer s.mu.Unlock()
	var orders []MarketOrder
	for _, a := range s.codesOf.applications {
		order := MarketOrder{Application: a.id, Reference: a.reference, Count: a.count, Finished: !s.now().Before(a.finishes)}
		for _, c := range a.active {
			order.Active = append(order.Active, MarketActivation{c.Start, c.End, c.AppID, c.Page})
		}
		orders = append(orders, order)
	}
	return orders
}
