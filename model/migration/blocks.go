package migration

import (
	"bytes"

	"github.com/go-gormigrate/gormigrate/v2"
	"gorm.io/gorm"
)

// wideBlock is what 512 items take, five bytes each; a block has half of that since.
const wideBlock = 512 * 5

type scatteredBlock struct {
	Block      int64 `gorm:"primaryKey;autoIncrement:false"`
	Containers []byte
}

// TableName keeps the frozen name.
func (scatteredBlock) TableName() string { return "scattered_blocks" }

// halveBlocks is a step that makes two blocks of each, of which eleven fill a page of MySQL
// where five of the old did, and puts them together on the way back. A block is one
// transaction, and its length says whether it was done: interrupted, it goes on. From the last
// to the first, and back from the first to the last, no block comes in another's place.
func halveBlocks(id string) *gormigrate.Migration {
	return &gormigrate.Migration{
		ID: id,
		Migrate: func(g *gorm.DB) error {
			return eachBlock(g, wideBlock, downwards, func(g *gorm.DB, b scatteredBlock) error {
				halves := []scatteredBlock{{2 * b.Block, b.Containers[:wideBlock/2]}, {2*b.Block + 1, b.Containers[wideBlock/2:]}}
				if err := g.Where("block = ?", b.Block).Delete(&scatteredBlock{}).Error; err != nil {
					return err
				}
				return g.Create(&halves).Error
			})
		},
		Rollback: func(g *gorm.DB) error {
			return eachBlock(g, wideBlock/2, upwards, func(g *gorm.DB, b scatteredBlock) error {
				var halves []scatteredBlock
				of := g.Where("block IN ? AND LENGTH(containers) = ?", []int64{b.Block &^ 1, b.Block | 1}, wideBlock/2)
				if err := of.Find(&halves).Error; err != nil {
					return err
				}
				whole := scatteredBlock{b.Block >> 1, make([]byte, wideBlock)}
				for _, half := range halves {
					copy(whole.Containers[(half.Block&1)*wideBlock/2:], half.Containers)
					if err := g.Where("block = ?", half.Block).Delete(&scatteredBlock{}).Error; err != nil {
						return err
					}
				}
				return g.Create(&whole).Error
			})
		},
	}
}

// direction is in what order blocks are gone through, and what comes after one.
type direction struct{ order, after string }

var (
	downwards = direction{"block DESC", "block < ?"}
	upwards   = direction{"block", "block > ?"}
)

// eachBlock goes through the blocks of a length, of which none is left afterwards. Each is
// sought from the one before: from the beginning, all that are done would be passed for each.
func eachBlock(g *gorm.DB, length int, to direction, change func(*gorm.DB, scatteredBlock) error) error {
	first := g.Where("LENGTH(containers) = ?", length).Order(to.order).Limit(1).Session(&gorm.Session{})
	for next := first; ; {
		var found []scatteredBlock
		if err := next.Find(&found).Error; err != nil || len(found) == 0 {
			return err
		}
		b := found[0]
		b.Containers = bytes.Clone(b.Containers)
		if err := g.Transaction(func(g *gorm.DB) error { return change(g, b) }); err != nil {
			return err
		}
		next = first.Where(to.after, b.Block)
	}
}
