"""Write data/*.json: what scikit-learn's preprocessing makes of small tables.

Run with: python tools/goldens/preprocessing.py scaler
"""
import csv
import io

import numpy
import sklearn
from golden import Draw, save
from named_files import write_named
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

SOURCE = f'scikit-learn {sklearn.__version__}'


def scaler_case(name, train, other):
    """StandardScaler fitted on `train`, and used on `other` in both directions. Inputs are exact in f32."""
    train, other = (numpy.array(each, dtype=numpy.float32).astype(numpy.float64) for each in (train, other))
    fitted = StandardScaler().fit(train)
    return {
        'name': name,
        'train': train.tolist(),
        'other': other.tolist(),
        'mean': fitted.mean_.tolist(),
        'standardDeviation': fitted.scale_.tolist(),
        'scaled': fitted.transform(other).tolist(),
        'unscaled': fitted.inverse_transform(other).tolist(),
    }


draw = Draw(61)


def drawn(rows, columns, low=-2.0, high=2.0):
    return draw.floats(rows, columns, low=low, high=high).tolist()


save(
    'data',
    'scaler',
    {
        'source': f'{SOURCE} StandardScaler',
        'seed': 61,
        'cases': [
            scaler_case('three columns', drawn(17, 3), drawn(2, 3)),
            scaler_case('a constant column', [[0.1, row[0]] for row in drawn(9, 1)], drawn(2, 2)),
            scaler_case('a mean of many deviations', drawn(12, 2, low=99998, high=100000), drawn(2, 2, low=99999, high=100001)),
            scaler_case('a single row', [[3, -4]], [[3, 5]]),
        ],
    },
)

TABLE = '''size,colour,weight,grade
1.5,red,10,low
-2.25,blue,?,high
NA,red,30.5,low
0.75,,30.5,mid
3.125,green,12,high
3.125,blue,,low
'''
NEW = '''size,colour,weight
10,green,
?,red,-4
'''
MISSING = ('', 'NA', '?')


def columns(text):
    """The table's columns by name; None where a field is missing."""
    rows = list(csv.DictReader(io.StringIO(text)))
    return {name: [None if row[name] in MISSING else row[name] for row in rows] for name in rows[0]}


def inputs(text):
    named = columns(text)
    numbers = [[numpy.nan if field is None else float(field) for field in named[name]] for name in ('size', 'weight')]
    texts = [[field for field in named['colour']]]
    return numpy.array([*numbers, *texts], dtype=object).T


def table_case(strategy):
    """Columns in the table's order: size, colour, weight. Texts are filled by the most frequent one."""
    number = make_pipeline(SimpleImputer(strategy=strategy.replace('-', '_')), StandardScaler())
    texts = make_pipeline(SimpleImputer(strategy='most_frequent', missing_values=None), OneHotEncoder(sparse_output=False))
    fitted = ColumnTransformer([('size', number, [0]), ('colour', texts, [2]), ('weight', number, [1])]).fit(inputs(TABLE))
    return {
        'name': strategy,
        'train': fitted.transform(inputs(TABLE)).tolist(),
        'new': fitted.transform(inputs(NEW)).tolist(),
    }


save(
    'data',
    'table',
    {
        'source': f'{SOURCE} SimpleImputer, StandardScaler, OneHotEncoder',
        'table': TABLE,
        'new': NEW,
        'cases': [table_case(strategy) for strategy in ('mean', 'median', 'most-frequent')],
    },
)
write_named()
