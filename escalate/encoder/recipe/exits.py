"""Fits the exits: python exits.py DATA PIECES.bin MEANS EXITS.npz

MEANS is the prefix of what means/main.go wrote for the corpus (depths 6,12).
The full depth is centred by the mean of its normalised vectors, each language
counting alike. Depths 0 and 6 are maps to the full depth's centred vectors by
ridge regression over nine texts in ten of the corpus (a language counts by the
root of its texts); the tenth chooses the penalty. (Pieces that count
less the more probable they are gave depth 0 nothing: 0.595 for 0.599.)
"""
import json
import sys

import numpy as np

import container
from corpus import corpus, key
from export import CODE, FINE
from source import BLOCK, dequantise


def unit(x):
    return x / np.maximum(np.linalg.norm(x, axis=-1, keepdims=True), 1e-12)


def piece_vectors(sections):
    """float32 [pieces, 384] as the Go code decodes them."""
    words = np.frombuffer(sections['words'], BLOCK).reshape(FINE, -1)
    codes = np.frombuffer(sections['codes'], np.uint8).reshape(-1, words.shape[1] * 32 // CODE)
    book = np.frombuffer(sections['code.book'], '<f2').reshape(codes.shape[1], 256, CODE).astype(np.float32)
    scale = np.frombuffer(sections['code.scale'], '<f2').astype(np.float32)
    coded = np.concatenate([book[b][codes[:, b]] for b in range(codes.shape[1])], 1) * scale[:, None]
    return np.concatenate([dequantise(words), coded])


def ridge(x, y, w, penalty):
    x = np.concatenate([x, np.ones((len(x), 1))], 1).astype(np.float64)
    xw = x * w[:, None]
    a = xw.T @ x
    a[np.diag_indices(x.shape[1] - 1)] += penalty * np.trace(a) / x.shape[1]
    m = np.linalg.solve(a, xw.T @ y)
    return m[:-1].T.astype(np.float32), m[-1].astype(np.float32)


def best(x, y, w, train, names):
    """The map with the highest mean cosine on the texts held out."""
    top = None
    for penalty in (1e-5, 1e-4, 1e-3, 1e-2):
        m, b = ridge(x[train], y[train], w[train], penalty)
        p = unit(x[~train] @ m.T + b)
        c = (p * y[~train]).sum(1)
        c = np.mean([c[names[~train] == l].mean() for l in sorted(set(names[~train]))])
        if top is None or c > top[0]:
            top = (c, penalty, m, b)
    return top


def main(data, pieces, means, out):
    records = corpus(data)
    names = np.array([r['lang'] for r in records])
    sums = np.fromfile(means + '.f32', '<f4').reshape(len(records), 2, 384)
    full, middle = unit(sums[:, 1]), unit(sums[:, 0])
    languages = sorted(set(names))
    centre = np.mean([full[names == l].mean(0) for l in languages], 0)
    y = unit(full - centre)
    count = {l: (names == l).sum() for l in languages}
    w = np.array([count[l] ** -.5 for l in names])
    train = np.array([int(key(r['text'])[:4], 16) % 10 != 0 for r in records])

    c, penalty, m6, b6 = best(middle, y, w, train, names)
    print('depth 6: cosine %.4f held out, penalty %g' % (c, penalty))

    vectors = piece_vectors(container.read(pieces))
    with open(means + '.ids') as f:
        ids = [np.array(json.loads(line), np.int64) for line in f]
    bag = unit(np.stack([vectors[i].sum(0) if len(i) else np.zeros(384) for i in ids]).astype(np.float32))
    c, penalty, m0, b0 = best(bag, y, w, train, names)
    print('depth 0: cosine %.4f held out, penalty %g' % (c, penalty))
    np.savez(out, map0=m0, bias0=b0, map6=m6, bias6=b6, bias12=-centre)


if __name__ == '__main__':
    main(*sys.argv[1:])
