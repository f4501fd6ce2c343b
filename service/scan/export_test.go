package scan

import (
	"context"
	"time"

	"gorm.io/gorm"

	"channelrouter/model"
)

// StreamPage is how many scans a stream reads at a time.
const StreamPage = streamPage

// Waiting is how many scans wait for a batch.
func (q *Queue) Waiting() int { return len(q.waiting) }

// ClaimsSQL is the query by which people's claims are found.
func (s *Service) ClaimsSQL(ctx context.Context, people []model.PersonID, from, to time.Time) string {
	return s.db.Conn(ctx).ToSQL(func(g *gorm.DB) *gorm.DB { return claimsOf(g, people, from, to).Scan(&[]Claimed{}) })
}
