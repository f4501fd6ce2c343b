package httpx

import "context"

type clientKey struct{}

// Client is what is known of a caller before anyone asks who it is.
type Client struct {
	IP        string
	RequestID string
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
