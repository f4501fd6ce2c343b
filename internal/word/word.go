package word

// KeyOf is the key that leads to a value, of which there is one at most; the zero key when
// there is none.
func KeyOf[K, V comparable](words map[K]V, value V) (key K) {
	for k, v := range words {
		if v == value {
			return k
		}
	}
	return key
}
