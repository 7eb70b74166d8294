"""A double-array trie of the pieces, in the form that trie.go walks without unpacking it.

A unit is 32 bits: 8 of label, one that says whether a piece ends here, 23 of
base. The child of a unit by byte b is base^b, if its label is b; the piece that
ends at a unit is base^0, as its number shifted by 9 (so that its label is 0).
No two units have the same base.
"""
import numpy as np


class Builder:
    def __init__(self):
        self.units = np.zeros(1 << 22, np.uint32)
        self.used = np.zeros(1 << 22, bool)
        self.bases = np.zeros(1 << 22, bool)
        self.used[0] = True
        self.block = 0

    def place(self, labels):
        """The first base, from the oldest block with room, at which all labels fall on free units."""
        block = self.block
        while True:
            lo = block << 8
            free = ~self.used[lo:lo + 256]
            if block == self.block and free.sum() < 4:
                self.block += 1
                block = self.block
                continue
            ok = ~self.bases[lo:lo + 256]
            offsets = np.arange(256)
            for label in labels:
                ok &= free[offsets ^ label]
                if not ok.any():
                    break
            else:
                base = lo + int(ok.argmax())
                if base:
                    return base
                ok[0] = False
                if ok.any():
                    return lo + int(ok.argmax())
            block += 1
            if block > self.block + 24:
                self.block += 1

    def add(self, unit, keys, depth):
        """Places the children of unit: keys are (piece, id), sorted, equal in their first depth bytes."""
        leaf = None
        groups = {}
        for key in keys:
            if len(key[0]) == depth:
                leaf = key[1]
            else:
                groups.setdefault(key[0][depth], []).append(key)
        labels = ([0] if leaf is not None else []) + list(groups)
        base = self.place(labels)
        self.bases[base] = True
        self.units[unit] |= np.uint32(base << 9 | (leaf is not None) << 8)
        if leaf is not None:
            self.used[base] = True
            self.units[base] = leaf << 9
        for label in groups:
            self.used[base ^ label] = True
            self.units[base ^ label] = label
        return [(base ^ label, groups[label], depth + 1) for label in groups]


def build(pieces):
    """uint32 units of the trie of pieces, a list of (bytes, id)."""
    b = Builder()
    queue = [(0, sorted(pieces), 0)]
    while queue:
        queue += b.add(*queue.pop())
    top = int(np.flatnonzero(b.used)[-1])
    return b.units[:(top | 255) + 1].copy()


def lookup(units, piece):
    """The id of piece, or None."""
    at = 0
    for c in piece:
        child = int(units[at]) >> 9 ^ c
        if int(units[child]) & 255 != c:
            return None
        at = child
    if not int(units[at]) >> 8 & 1:
        return None
    return int(units[int(units[at]) >> 9]) >> 9
