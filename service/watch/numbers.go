package watch

// numbers give ids that are long short numbers, from 1 on, in the order in which they are met:
// what the detector knows things by.
type numbers[K comparable] struct {
	of  map[K]int32
	ids []K
}

func newNumbers[K comparable]() numbers[K] { return numbers[K]{of: map[K]int32{}} }

// number is an id's; the zero id has 0.
func (n *numbers[K]) number(id K) int32 {
	var none K
	if id == none {
		return 0
	}
	number, known := n.of[id]
	if !known {
		n.ids = append(n.ids, id)
		number = int32(len(n.ids)) // #nosec G115 -- organisations and products
		n.of[id] = number
	}
	return number
}

// id is what has a number; the zero id has 0.
func (n *numbers[K]) id(number int32) (id K) {
	if number == 0 {
		return id
	}
	return n.ids[number-1]
}
