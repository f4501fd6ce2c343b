package httpx

import (
	"context"
	"net/netip"
	"strings"
)

type clientKey struct{}

// Client is what is known of a caller before anyone asks who it is.
type Client struct {
	IP        string
	RequestID string
	Trail     *Trail
}

// WithClient puts the caller into ctx.
func WithClient(ctx context.Context, c Client) context.Context {
	return context.WithValue(ctx, clientKey{}, c)
}

// ClientIP is the caller's address as far as proxies are trusted.
func ClientIP(ctx context.Context) string { return clientOf(ctx).IP }

// RequestID is the id that logs and answers share.
func RequestID(ctx context.Context) string { return clientOf(ctx).RequestID }

func clientOf(ctx context.Context) Client {
	c, _ := ctx.Value(clientKey{}).(Client)
	return c
}

// Origin is the address that limits count by. Of IPv6 it is the /64 that one subscriber
// has: else he would have as many allowances as addresses.
func Origin(ip string) string {
	if !strings.Contains(ip, ":") {
		return ip
	}
	address, err := netip.ParseAddr(ip)
	if err != nil || address.Unmap().Is4() {
		return ip
	}
	network, err := address.WithZone("").Prefix(64)
	if err != nil {
		return ip
	}
	return network.String()
}
