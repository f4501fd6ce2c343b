package migration

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/go-gormigrate/gormigrate/v2"
	"gorm.io/gorm"

	"channelrouter/model/migration/v0029"
)

// eventIDChunk is how many events are read at once: a document may have megabytes.
const eventIDChunk = 50

// eventIDs is a step that says of each kept EPCIS event which eventID it has: that stands in
// its document. Interrupted, it goes on where it stood. Each chunk is sought from the one
// before: from the beginning, all that are done would be passed for each.
func eventIDs() *gormigrate.Migration {
	return &gormigrate.Migration{
		Migrate: func(g *gorm.DB) error {
			for last := int64(-1); ; {
				var events []v0029.EPCISEvent
				if err := g.Where("id > ? AND event_id_hash = ''", last).Order("id").Limit(eventIDChunk).Find(&events).Error; err != nil {
					return err
				}
				for _, e := range events {
					if err := g.Model(&e).Update("event_id_hash", eventIDHash(e)).Error; err != nil {
						return err
					}
				}
				if len(events) < eventIDChunk {
					return nil
				}
				last = events[len(events)-1].ID
			}
		},
		Rollback: func(*gorm.DB) error { return nil },
	}
}

// eventIDHash is the digest of a kept event's eventID; events without one were kept under
// their hash id.
func eventIDHash(e v0029.EPCISEvent) string {
	var kept struct {
		EPCISBody struct {
			EventList []struct {
				EventID string `json:"eventID"`
			} `json:"eventList"`
		} `json:"epcisBody"`
	}
	eventID := e.HashID
	if json.Unmarshal(e.Document, &kept) == nil && len(kept.EPCISBody.EventList) == 1 && kept.EPCISBody.EventList[0].EventID != "" {
		eventID = kept.EPCISBody.EventList[0].EventID
	}
	sum := sha256.Sum256([]byte(eventID))
	return hex.EncodeToString(sum[:])
}

// noDeclarations is a step that is nothing on the way there; on the way back it drops error
// declarations, for which there is no room beside the events that they take back.
func noDeclarations() *gormigrate.Migration {
	return &gormigrate.Migration{
		Migrate: func(*gorm.DB) error { return nil },
		Rollback: func(g *gorm.DB) error {
			if !g.Migrator().HasColumn(&v0029.EPCISEvent{}, "Declared") { // the way back was interrupted
				return nil
			}
			declared := g.Model(&v0029.EPCISEvent{}).Select("id").Where("declared = ?", true)
			if err := g.Exec("DELETE FROM epcis_event_epcs WHERE event_id IN (?)", declared).Error; err != nil {
				return err
			}
			return g.Where("declared = ?", true).Delete(&v0029.EPCISEvent{}).Error
		},
	}
}
