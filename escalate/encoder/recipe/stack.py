"""Writes layers as a stack that Model.LoadStack of the Go package reads.

A layer is a dict of float32 arrays: qw, kw, vw, ow [384, 384], fiw [1536, 384],
fow [384, 1536], their biases qb, kb, vb, ob, fib, fob, and the gains and biases
of its two layer norms alnw, alnb, olnw, olnb (the names of model.py).
"""
import struct

import numpy as np

import container
from source import BLOCK

VERSION = 1


def eight_bits(w):
    """int8 rows and a scale for each."""
    scale = np.maximum(np.abs(w).max(1), 1e-30) / np.float32(127)
    return np.rint(w / scale[:, None]).astype(np.int8), scale.astype('<f4')


def four_bits(w):
    """Blocks of 32 weights: the one largest in size becomes -8 times the scale."""
    x = w.reshape(len(w), -1, 32)
    top = np.take_along_axis(x, np.abs(x).argmax(2)[:, :, None], 2)[:, :, 0]
    d = (top / -8).astype('<f2')
    inverse = np.where(d == 0, 0, 1 / np.where(d == 0, 1, d).astype(np.float32))
    q = np.clip(np.floor(x * inverse[:, :, None] + 8.5), 0, 15).astype(np.uint8)
    out = np.zeros(x.shape[:2], BLOCK)
    out['d'] = d
    out['q'] = q[:, :, :16] | q[:, :, 16:] << 4
    return out


def write(path, layers, first, bits=8, heads=12, positions=512, epsilon=1e-12):
    """layers are those from number first on; bits is 8 or 4."""
    width, inner = layers[0]['fow'].shape
    sections = [('meta', struct.pack('<7If', VERSION, width, inner, heads, positions,
                                     first, first + len(layers), epsilon))]
    for n, y in enumerate(layers, first):
        y = {k: np.asarray(v, np.float32) for k, v in y.items()}
        for name, w, b in (('qkv', np.concatenate([y['qw'], y['kw'], y['vw']]), np.concatenate([y['qb'], y['kb'], y['vb']])),
                           ('out', y['ow'], y['ob']), ('up', y['fiw'], y['fib']), ('down', y['fow'], y['fob'])):
            if bits == 8:
                rows, scale = eight_bits(w)
                sections += [('%d.%s.w8' % (n, name), rows), ('%d.%s.scale' % (n, name), scale)]
            else:
                sections.append(('%d.%s.w4' % (n, name), four_bits(w)))
            sections.append(('%d.%s.b' % (n, name), b.astype('<f4')))
        for name, gain, bias in (('norm1', 'alnw', 'alnb'), ('norm2', 'olnw', 'olnb')):
            sections += [('%d.%s.gain' % (n, name), y[gain].astype('<f4')), ('%d.%s.bias' % (n, name), y[bias].astype('<f4'))]
    container.write(path, sections)
