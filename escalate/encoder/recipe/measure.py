"""Holds the Go encoder against the teacher: python measure.py DATA TEACHER.npz MEANS EXITS.npz PIECES.bin [CURVES.json]

MEANS is the prefix of what means/main.go wrote for the corpus with the data as
shipped. Depth 12 is computed here as the Go code does; depths 0 and 6 through
the maps of EXITS.npz (before int8, which TestDepths covers).
"""
import json
import sys
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.multiclass import OneVsRestClassifier

import container
from corpus import LANGS, corpus, key
from exits import piece_vectors, unit

warnings.filterwarnings('ignore', category=ConvergenceWarning)


def by_language(values, names):
    return {l: round(float(values[names == l].mean()), 4) for l in LANGS if (names == l).any()}


def faithful(teacher, own, centre, names):
    plain = (teacher * own).sum(1)
    centred = (unit(teacher - centre) * unit(own - centre)).sum(1)
    print('cosine, mean of languages %.4f, centred %.4f' % (
        np.mean(list(by_language(plain, names).values())), np.mean(list(by_language(centred, names).values()))))
    print(' centred by language', by_language(centred, names))


def fitted(x, y, c=20.):
    return LogisticRegression(C=c, max_iter=300).fit(x, y)


def accuracy(vectors, records, source):
    at = [i for i, r in enumerate(records) if r['source'] == source]
    test = np.array([int(key(records[i]['text'])[:4], 16) % 5 == 0 for i in at])
    y = np.array([records[i]['label'] for i in at])
    out = {}
    for name, v in vectors.items():
        x = v[at]
        out[name] = fitted(x[~test], y[~test]).score(x[test], y[test])
    return out


def emotions(vectors, records):
    at = [i for i, r in enumerate(records) if r['source'] == 'brighter']
    test = np.array([int(key(records[i]['text'])[:4], 16) % 5 == 0 for i in at])
    labels = sorted({l for i in at for l in records[i]['label']})
    y = np.array([[l in records[i]['label'] for l in labels] for i in at]).astype(int)
    out = {}
    for name, v in vectors.items():
        x = v[at]
        m = OneVsRestClassifier(LogisticRegression(C=5., max_iter=300, class_weight='balanced')).fit(x[~test], y[~test])
        out[name] = f1_score(y[test], m.predict(x[test]), average='macro')
    return out


def paragraphs(vectors, records):
    """How often the nearest English paragraph is the teacher's choice."""
    at = {}
    for i, r in enumerate(records):
        if r['source'] == 'udhr':
            at.setdefault(r['lang'], []).append(i)
    out = {}
    for name, v in vectors.items():
        same = []
        for l in at:
            if l != 'en':
                pick = (v[at[l]] @ v[at['en']].T).argmax(1)
                ref = (vectors['teacher'][at[l]] @ vectors['teacher'][at['en']].T).argmax(1)
                same.append((pick == ref).mean())
        out[name] = np.mean(same)
    return out


def best_f1(y, p):
    """Macro-F1 at the best threshold a label."""
    return np.mean([max(f1_score(y[:, j], p[:, j] >= t) for t in np.quantile(p[:, j], np.linspace(.5, .998, 100)))
                    for j in range(y.shape[1]) if y[:, j].any()])


def heads(x, y, c=20.):
    return [fitted(x, y[:, j], c) if 0 < y[:, j].sum() < len(y) else None for j in range(y.shape[1])]


def scores(models, x):
    return np.stack([m.predict_proba(x)[:, 1] if m else np.zeros(x.shape[0]) for m in models], 1)


def written(vectors, records):
    at = np.array([i for i, r in enumerate(records) if r['source'] == 'written'])
    batch = np.array([records[i]['batch'] for i in at])
    labels = sorted({l for i in at for l in records[i]['label']})
    y = np.array([[l in records[i]['label'] for l in labels] for i in at]).astype(int)
    texts = np.array([records[i]['text'] for i in at])
    test = batch == 'mix-b'
    out = {name: best_f1(y[test], scores(heads(v[at][~test], y[~test]), v[at][test])) for name, v in vectors.items()}
    grams = TfidfVectorizer(analyzer='char_wb', ngram_range=(1, 5), sublinear_tf=True, min_df=2).fit(texts[~test])
    out['n-grams'] = best_f1(y[test], scores(heads(grams.transform(texts[~test]), y[~test], 100.), grams.transform(texts[test])))
    print('written, tested on mix-b, macro-F1:', {k: round(float(v), 4) for k, v in out.items()})

    test = batch == 'vi'
    rest = ~test
    grams = TfidfVectorizer(analyzer='char_wb', ngram_range=(1, 5), sublinear_tf=True, min_df=2).fit(texts[rest])
    base = best_f1(y[test], scores(heads(grams.transform(texts[rest]), y[rest], 100.), grams.transform(texts[test])))
    curve = {}
    english = np.flatnonzero(batch == 'en')
    order = sorted(english, key=lambda i: key(texts[i]))
    for n in (2, 5, 10, 20, 1000):
        chosen = set()
        for j in range(len(labels)):
            chosen |= set([i for i in order if y[i, j]][:n])
        chosen |= set([i for i in order if not y[i].any()][:4 * n])
        chosen = sorted(chosen)
        curve[n] = {name: round(float(best_f1(y[test], scores(heads(v[at][chosen], y[chosen]), v[at][test]))), 4)
                    for name, v in vectors.items()}
    print('written, English examples a signal -> Vietnamese, macro-F1:', curve, 'n-grams on all the rest: %.4f' % base)
    return dict(curve=curve, base=round(float(base), 4))


def main(data, teacher, means, exits, pieces, curves=None):
    records = corpus(data)
    names = np.array([r['lang'] for r in records])
    teacher = np.load(teacher)['vectors']
    e = np.load(exits)
    sums = np.fromfile(means + '.f32', '<f4').reshape(len(records), 2, 384)
    full, middle = unit(sums[:, 1]), unit(sums[:, 0])
    centre = -e['bias12']
    faithful(teacher, full, centre, names)
    vectors = {'teacher': unit(teacher - centre), '12': unit(full - centre), '6': unit(middle @ e['map6'].T + e['bias6'])}
    table = piece_vectors(container.read(pieces))
    with open(means + '.ids') as f:
        ids = [np.array(json.loads(line), np.int64) for line in f]
    bag = unit(np.stack([table[i].sum(0) if len(i) else np.zeros(384) for i in ids]).astype(np.float32))
    vectors['0'] = unit(bag @ e['map0'].T + e['bias0'])
    show = lambda title, r: print(title, {k: round(float(v), 4) for k, v in r.items()},
                                  'kept', {k: round(float(v / r['teacher']), 4) for k, v in r.items()}, flush=True)
    show('UDHR, the teacher\'s choice', paragraphs(vectors, records))
    result = written(vectors, records)
    if curves:
        with open(curves, 'w') as f:
            json.dump(result, f)
    show('BRIGHTER macro-F1', emotions(vectors, records))
    show('BANKING77 accuracy', accuracy(vectors, records, 'banking77'))
    show('CLINC150 accuracy', accuracy(vectors, records, 'clinc150'))


if __name__ == '__main__':
    main(*sys.argv[1:])
