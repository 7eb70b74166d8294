"""Writes the data files: python export.py KEPT.npy OUT [EXITS.npz]

OUT/pieces.bin holds the tokenizer, the piece vectors and the exit of depth 0;
OUT/layers.bin the layers and their exits. Without EXITS.npz (see exits.py) the
exits are empty; the Go code then serves Hidden, but no vectors.
"""
import os
import struct
import sys

import numpy as np

import container
from source import Source, dequantise
from trie import build, lookup

VERSION = 1

# Pieces kept in the source's 4 bits: the most frequent. The others take 2 bits a
# value: 96 codes of one byte, each for four values, and a scale.
FINE = 12000
CODE = 4


def codebook(x, rng):
    """The 256 centres of x by k-means."""
    centres = x[rng.choice(len(x), 256, replace=False)].copy()
    for _ in range(12):
        nearest = assign(x, centres)
        count = np.maximum(np.bincount(nearest, minlength=256), 1)
        for j in range(x.shape[1]):
            centres[:, j] = np.bincount(nearest, x[:, j], 256) / count
    return centres.astype('<f2')


def assign(x, centres):
    centres = centres.astype(np.float32)
    return ((centres * centres).sum(1)[None] - 2 * (x @ centres.T)).argmin(1)


def coded(words):
    """Sections for the rows of words in 2 bits a value."""
    rng = np.random.RandomState(0)
    scale = np.sqrt((words * words).mean(1)).astype('<f2')
    x = words / scale.astype(np.float32)[:, None]
    train = rng.choice(len(x), min(len(x), 25000), replace=False)
    codes = np.zeros((len(x), x.shape[1] // CODE), np.uint8)
    books = []
    for b in range(codes.shape[1]):
        part = x[:, b * CODE:(b + 1) * CODE]
        books.append(codebook(part[train], rng))
        for i in range(0, len(x), 20000):
            codes[i:i + 20000, b] = assign(part[i:i + 20000], books[-1])
    return [('codes', codes), ('code.scale', scale), ('code.book', np.stack(books))]


def pieces(source, kept, exits):
    kept = [int(i) for i in kept]
    keys = [(source.pieces[i], n) for n, i in enumerate(kept) if i > 3]
    units = build(keys)
    assert all(lookup(units, p) == n for p, n in keys)
    words = source.blocks('emb.word', source.H)
    norm_at = np.cumsum([0] + [len(o) for _, o in source.norm])
    meta = struct.pack('<6If', VERSION, source.H, len(kept), source.bos, source.eos, source.unk, source.unk_score)
    sections = [
        ('meta', meta),
        ('trie', units),
        ('score', source.scores[kept].astype('<f4')),
        ('norm.rune', np.array([c for c, _ in source.norm], '<u4')),
        ('norm.at', norm_at.astype('<u4')),
        ('norm.to', np.array([r for _, o in source.norm for r in o], '<u4')),
        ('words', np.ascontiguousarray(words[kept[:FINE]])),
    ] + coded(dequantise(words[kept[FINE:]]))
    if exits is not None:
        sections += exit_sections(exits, 0)
    return sections


def exit_sections(exits, depth):
    """A projection: int8 rows with a scale each and a bias; at full depth the bias alone."""
    out = []
    if 'map%d' % depth in exits:
        m = exits['map%d' % depth].astype(np.float32)
        scale = np.abs(m).max(1) / np.float32(127)
        out.append(('exit%02d.w8' % depth, np.rint(m / scale[:, None]).astype(np.int8)))
        out.append(('exit%02d.scale' % depth, scale.astype('<f4')))
    out.append(('exit%02d.bias' % depth, exits['bias%d' % depth].astype('<f4')))
    return out


def stack_meta(first, last, source):
    return struct.pack('<7If', VERSION, source.H, source.FF, source.NH, source.MAXP, first, last, source.eps)


def layers(source, exits):
    sections = [
        ('meta', stack_meta(0, source.NL, source)),
        ('position', source.floats('emb.pos').astype('<f2')),
        ('type', source.floats('emb.type')[:source.H].copy()),
        ('norm.gain', source.floats('emb.ln.w')),
        ('norm.bias', source.floats('emb.ln.b')),
    ]
    for n in range(source.NL):
        def w(name, cols=source.H):
            return source.blocks('l%d.%s.w' % (n, name), cols)

        def f(name):
            return source.floats('l%d.%s' % (n, name))
        sections += [
            ('%d.qkv.w4' % n, np.concatenate([w('q'), w('k'), w('v')])),
            ('%d.qkv.b' % n, np.concatenate([f('q.b'), f('k.b'), f('v.b')])),
            ('%d.out.w4' % n, w('ao').copy()), ('%d.out.b' % n, f('ao.b')),
            ('%d.norm1.gain' % n, f('aln.w')), ('%d.norm1.bias' % n, f('aln.b')),
            ('%d.up.w4' % n, w('fi').copy()), ('%d.up.b' % n, f('fi.b')),
            ('%d.down.w4' % n, w('fo', source.FF).copy()), ('%d.down.b' % n, f('fo.b')),
            ('%d.norm2.gain' % n, f('oln.w')), ('%d.norm2.bias' % n, f('oln.b')),
        ]
    if exits is not None:
        for depth in (6, source.NL):
            sections += exit_sections(exits, depth)
    return sections


def main(kept, out, exits=None):
    source = Source()
    exits = np.load(exits) if exits else None
    container.write(os.path.join(out, 'pieces.bin'), pieces(source, np.load(kept), exits))
    container.write(os.path.join(out, 'layers.bin'), layers(source, exits))


if __name__ == '__main__':
    main(*sys.argv[1:])
