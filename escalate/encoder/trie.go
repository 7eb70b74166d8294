package encoder

// A trie is a double array over the bytes of the pieces, walked in place. A
// unit is 32 bits: 8 of label, one that says whether a piece ends here, and 23
// of base. The child by byte b is unit base^b if its label is b; the number of
// the piece that ends at a unit is in unit base^0, shifted by 9.
type trie string

func (t trie) unit(i uint32) uint32 { return u32(string(t), int(i)) }

// step goes from a unit (its content, not its place) by a byte.
func (t trie) step(unit uint32, b byte) (next uint32, ok bool) {
	i := unit>>9 ^ uint32(b)
	if int(i) >= len(t)/4 {
		return 0, false
	}
	next = t.unit(i)
	return next, byte(next) == b && b != 0
}

// piece returns the number of the piece that ends at a unit.
func (t trie) piece(unit uint32) (int32, bool) {
	if unit>>8&1 == 0 || int(unit>>9) >= len(t)/4 {
		return 0, false
	}
	return int32(t.unit(unit>>9) >> 9), true
}
