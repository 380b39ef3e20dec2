"""Write data/*.json: what scikit-learn's preprocessing makes of small tables.

Run with: python tools/goldens/preprocessing.py scaler
"""
import numpy
import sklearn
from golden import Draw, save
from named_files import write_named
from sklearn.preprocessing import StandardScaler

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
write_named()
