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
	Agent     string // what the client calls itself
	Language  string // that it reads: Chinese or English
	HTTPS     bool   // as far as it, or a proxy, says: cookies are marked by it
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

// ClientOf is what is known of the caller.
func ClientOf(ctx context.Context) Client { return clientOf(ctx) }

func clientOf(ctx context.Context) Client {
	c, _ := ctx.Value(clientKey{}).(Client)
	return c
}

type connectionKey struct{}

// KeepConnection keeps what ends when the caller's connection does, for Unhurried: it is
// called before the request's time is bounded.
func KeepConnection(ctx context.Context) context.Context {
	return context.WithValue(ctx, connectionKey{}, ctx)
}

// Unhurried is ctx for what takes as long as the caller needs: the request's time no longer
// bounds it, but it ends when the caller leaves, or with the call of done.
func Unhurried(ctx context.Context) (free context.Context, done func()) {
	free, cancel := context.WithCancel(context.WithoutCancel(ctx))
	connection, known := ctx.Value(connectionKey{}).(context.Context)
	if !known {
		return free, cancel
	}
	stop := context.AfterFunc(connection, cancel)
	return free, func() { stop(); cancel() }
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
