"""Scores of scikit-learn's MLPClassifier and MLPRegressor, and of the trainer, on the same rows of tables.

    python tools/goldens/mlp_scores.py FOLDER [iris ...]

writes the tables into FOLDER as CSV, divided into rows to learn from and rows to test on; trains both on the
former, five times with other divisions, and prints mean and standard deviation of their scores on the latter:
the share of right answers, or R2. The trainer holds a fifth of its rows out to stop early; scikit-learn learns
from all of them. Both run with their defaults, but for scikit-learn's max_iter of 1000.
"""
import csv
import pathlib
import subprocess
import sys
import warnings

import numpy
from sklearn import datasets
from sklearn.compose import TransformedTargetRegressor, make_column_transformer
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

ROOT = pathlib.Path(__file__).resolve().parents[2]


def bundled(load):
    """A table of scikit-learn's own; classes by their names."""
    data = load()
    names = getattr(data, 'target_names', None)
    return data.data.T, data.target if names is None else names[data.target]


def friedman():
    """Friedman's first function, of 5 of 10 columns, with noise of deviation 1: R2 is at most 0.96."""
    x, y = datasets.make_friedman1(n_samples=5000, noise=1, random_state=7)
    return x.T, y


def houses():
    """Prices from columns like those of the California housing table, with noise: R2 is at most 0.83."""
    draw = numpy.random.default_rng(7)
    n = 5000
    income = draw.lognormal(1.2, 0.45, n)
    age = draw.integers(1, 53, n)
    rooms = draw.normal(5.4, 1.2, n).clip(1)
    people = draw.lognormal(1, 0.3, n)
    latitude = draw.uniform(32.5, 42, n)
    inland = draw.exponential(1.5, n)
    longitude = latitude * -1 - 82 + inland
    place = numpy.select([inland < 0.5, inland < 1.5], ['near the sea', 'an hour'], 'inland')
    price = (
        0.45 * income + 0.004 * age + 0.25 * numpy.log(rooms / people) + numpy.exp(-inland)
        + 0.6 * numpy.exp(-((latitude - 34) ** 2)) + draw.normal(0, 0.35, n)
    )
    return [income, age, rooms, people, latitude, longitude, place], price


TABLES = {
    'iris': lambda: bundled(datasets.load_iris),
    'wine': lambda: bundled(datasets.load_wine),
    'breast-cancer': lambda: bundled(datasets.load_breast_cancer),
    'diabetes': lambda: bundled(datasets.load_diabetes),
    'friedman': friedman,
    'houses': houses,
}


def theirs(x, y, train, test, seed):
    texts = [i for i in range(x.shape[1]) if isinstance(x[0, i], str)]
    numbers = [i for i in range(x.shape[1]) if i not in texts]
    prepare = make_column_transformer((StandardScaler(), numbers), (OneHotEncoder(), texts))
    if isinstance(y[0], str):
        model = make_pipeline(prepare, MLPClassifier(random_state=seed, max_iter=1000))
    else:
        network = make_pipeline(prepare, MLPRegressor(random_state=seed, max_iter=1000))
        model = TransformedTargetRegressor(network, transformer=StandardScaler())
    return model.fit(x[train], y[train]).score(x[test], y[test])


def ours(x, y, train, test, seed, path):
    for part, rows in (('train', train), ('test', test)):
        with open(f'{path}-{part}.csv', 'w', newline='') as file:
            lines = csv.writer(file)
            lines.writerow([*(f'x{i}' for i in range(x.shape[1])), 'target'])
            lines.writerows([*x[row], y[row]] for row in rows)

    def regopt(*words):
        command = ['node_modules/.bin/node', '--conditions=@regopt/source', 'apps/trainer/src/main.ts', *words]
        return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout

    # One row is left for a test of the run itself.
    data = ['--data', f'{path}-train.csv', '--target', 'target', '--test-share', '0.000001']
    regopt('train', *data, '--seed', str(seed), '--out', f'{path}-run')
    printed = regopt('evaluate', f'{path}-run', '--data', f'{path}-test.csv')
    return float(printed.split('test accuracy: ' if isinstance(y[0], str) else 'test R2: ')[1].split()[0])


def main(folder, *names):
    folder = pathlib.Path(folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    warnings.simplefilter('ignore', ConvergenceWarning)
    print('| table | rows | score | scikit-learn | regopt |\n|---|---|---|---|---|')
    for name in names or TABLES:
        columns, y = TABLES[name]()
        x = numpy.array([list(map(str, c)) if isinstance(c[0], str) else c.tolist() for c in columns], object).T
        y = numpy.array(list(map(str, y)), object) if isinstance(y[0], str) else numpy.asarray(y, float)
        classes = y if isinstance(y[0], str) else None
        scores = []
        for seed in range(5):
            train, test = train_test_split(range(len(y)), test_size=0.2, random_state=seed, stratify=classes)
            path = folder / f'{name}-{seed}'
            scores.append([theirs(x, y, train, test, seed), ours(x, y, train, test, seed, path)])
        text = [f'{mean:.3f} ± {spread:.3f}' for mean, spread in zip(numpy.mean(scores, 0), numpy.std(scores, 0))]
        score = 'R2' if classes is None else 'accuracy'
        print(f'| {name} | {len(y)} | {score} | {text[0]} | {text[1]} |', flush=True)


main(*sys.argv[1:])
